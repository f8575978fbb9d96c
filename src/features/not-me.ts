import { unlink } from "../store/links.ts";
import type { Feature } from "./feature.ts";
import { readId } from "./ids.ts";
import { replaceWith } from "./replies.ts";

/** Whoever was linked on a coordinator's word and is somebody else says so, and is nobody's account again. */
export const notMe: Feature = {
  name: "not-me",
  verb: null,
  roles: "everyone",
  about: (words) => words.participants.told.notMe,
  open: async (visit) => replaceWith(visit, visit.words.common.noLongerThere),
  actions: {
    async unlink(visit, data) {
      const id = readId(data.address);
      const isDone = id !== null && (await unlink(visit.store, visit.viewer.organizationId, visit.person.id, id, visit.now));
      return replaceWith(visit, isDone ? visit.words.participants.told.unlinked : visit.words.common.noLongerThere);
    },
  },
};

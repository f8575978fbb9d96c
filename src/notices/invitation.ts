import type { Visit } from "../features/feature.ts";
import { questionTo } from "../features/introduction.ts";
import type { PersonId } from "../program/terms.ts";
import { recognizedKind } from "../store/introductions.ts";
import { isReached } from "../store/links.ts";
import { invitationKind } from "../store/participants.ts";
import { readName } from "../store/people.ts";
import type { Message, Text } from "../ui/model.ts";
import type { Notice } from "./notice.ts";

/** The question of who somebody is, with the reason for it. There is nothing to pause yet, so no word on how to have less. */
async function ask(visit: Visit, why: Text): Promise<Message | { dropped: "done" }> {
  const { person, organization, words } = visit;
  if (await isReached(visit.store, organization.id, person.id)) return { dropped: "done" };
  return questionTo(person, why, words.introduction.areYou(`${person.givenName} ${person.familyName}`, organization.name));
}

/** A coordinator invites somebody who has no address: their account is looked for by its e-mail address. */
export const invitation: Notice = {
  kind: invitationKind,
  perWeek: 1,
  toAccountOf: "email",
  label: (words) => words.participants.told.invitationLabel,
  afterwards: null,
  due: () => [],
  compose: (visit) => ask(visit, visit.words.participants.told.invitation(visit.organization.name)),
};

/** A coordinator says whose account wrote: that account is asked. */
export const recognized: Notice = {
  kind: recognizedKind,
  perWeek: 3,
  toAccountOf: "introduction",
  label: (words) => words.participants.told.recognizedLabel,
  afterwards: null,
  due: () => [],
  async compose(visit, { subject }) {
    const coordinator = await readName(visit.store, visit.organization.id, subject.by as PersonId);
    return ask(visit, visit.words.participants.told.recognized(coordinator ?? ""));
  },
};

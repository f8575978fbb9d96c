import { readAnnouncement, readChannel } from "../store/channels.ts";
import { announcementKind } from "../store/outbox.ts";
import { message } from "../ui/limits.ts";
import type { Notice } from "./notice.ts";

/** A coordinator's own words to a channel: nothing that the program knows of anybody. */
export const announcement: Notice = {
  kind: announcementKind,
  perWeek: 50,
  label: (words) => words.announce.title,
  evenInPause: async () => true,
  toChannel: true,
  afterwards: null,
  due: () => [],
  async compose({ store, person, organization, words }, { subject }) {
    const channel = await readChannel(store, organization.id, subject.channel as number);
    const said = await readAnnouncement(store, person, subject.announcement as number);
    if (!channel || !said) return { dropped: "no-longer-concerned" };
    const w = words.announce;
    return message({
      language: person.language,
      summary: w.summary,
      blocks: [
        { kind: "heading", text: w.summary },
        { kind: "text", text: said.text },
        ...(said.link === null ? [] : [{ kind: "text" as const, text: { link: said.link, label: said.link } }]),
        { kind: "text", text: w.by(`${person.givenName} ${person.familyName}`), tone: "quiet" },
      ],
    });
  },
};

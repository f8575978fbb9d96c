import { sentence } from "../features/replies.ts";
import type { PersonId } from "../program/terms.ts";
import { isLinkedOnWord, linkedKind } from "../store/links.ts";
import { readName } from "../store/people.ts";
import { message } from "../ui/limits.ts";
import { isDenied } from "./invitation.ts";
import type { Notice } from "./notice.ts";
import { lineFor, settledTo, untilGivenUp } from "./settled.ts";

/** The first word to an account that a coordinator linked, so that a wrong link is noticed: nothing else is said there for a day. */
export const linked: Notice = {
  kind: linkedKind,
  perWeek: 3,
  label: (words) => words.participants.told.linkedLabel,
  afterwards: {
    until: untilGivenUp,
    asks: false,
    isOfAccount: true,
    async settled(visit, row, became) {
      const { told: w } = visit.words.participants;
      if (await isDenied(visit, row)) return sentence(visit, w.unlinked);
      return settledTo(visit, { summary: w.linkedSummary }, lineFor(visit, {}, became));
    },
  },
  due: () => [],
  async compose(visit, { subject }) {
    const { person, organization, words } = visit;
    const address = subject.address as number;
    if (!(await isLinkedOnWord(visit.store, organization.id, person.id, address))) return { dropped: "not-needed" };
    const { told: w } = words.participants;
    const coordinator = await readName(visit.store, organization.id, subject.by as PersonId);
    return message({
      language: person.language,
      summary: w.linkedSummary,
      blocks: [
        { kind: "text", text: w.linked(coordinator ?? "", `${person.givenName} ${person.familyName}`, organization.name) },
        { kind: "text", text: w.ifNot },
        {
          kind: "buttons",
          buttons: [
            { label: words.help.button, action: "help.open" },
            { label: w.notMe, action: "not-me.unlink", data: { address: String(address) } },
          ],
        },
      ],
    });
  },
};

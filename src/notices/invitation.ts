import type { Visit } from "../features/feature.ts";
import { confirmed, denied, questionTo } from "../features/introduction.ts";
import { addMinutes } from "../program/day.ts";
import type { PersonId } from "../program/terms.ts";
import { findHolder } from "../store/addresses.ts";
import { minutesToIntroduce, readIntroductionAt, recognizedKind } from "../store/introductions.ts";
import { isReached } from "../store/links.ts";
import type { NoticeRow } from "../store/outbox.ts";
import { invitationKind } from "../store/participants.ts";
import { readName } from "../store/people.ts";
import { hasRefused } from "../store/refusals.ts";
import type { Message, Text } from "../ui/model.ts";
import type { Afterwards, Notice } from "./notice.ts";
import { lineFor, settledTo } from "./settled.ts";

/** The question of who somebody is, with the reason for it. There is nothing to pause yet, so no word on how to have less. */
async function ask(visit: Visit, { to }: NoticeRow, why: Text): Promise<Message | { dropped: "done" | "not-needed" }> {
  const { person, organization, words, store } = visit;
  if (await isReached(store, organization.id, person.id)) return { dropped: "done" };
  if (to && (await readIntroductionAt(store, to))?.personId !== person.id) return { dropped: "not-needed" };
  return questionTo(person, why, words.introduction.areYou(`${person.givenName} ${person.familyName}`, organization.name));
}

/** Whether the account in which it is shown answered that it is not this person. */
export const isDenied = async ({ store, person }: Visit, { to }: NoticeRow): Promise<boolean> =>
  to !== null && (await hasRefused(store, to, person.id));

/** Whether it answered that it is. Of an account that a coordinator linked, what it was asked as is kept. */
const isConfirmed = async ({ store, person }: Visit, { to }: NoticeRow): Promise<boolean> =>
  to !== null && (await findHolder(store, to)) === person.id && (await readIntroductionAt(store, to)) === null;

/** Once it is answered, the message says what its own button would have made of it. */
const afterwards: Afterwards = {
  until: ({ notBefore }) => addMinutes(notBefore, minutesToIntroduce),
  asks: false,
  isOfAccount: true,
  async settled(visit, row, became) {
    if (await isDenied(visit, row)) return denied(visit.person.language);
    if (await isConfirmed(visit, row)) return confirmed(visit, row.to);
    const { introduction, notices } = visit.words;
    // Whoever has this account may be somebody else.
    return settledTo(visit, { summary: introduction.summary }, lineFor(visit, { done: notices.settled["not-needed"] }, became));
  },
};

/** A coordinator invites somebody who has no address: their account is looked for by its e-mail address. */
export const invitation: Notice = {
  kind: invitationKind,
  perWeek: 1,
  toAccountOf: "email",
  label: (words) => words.participants.told.invitationLabel,
  afterwards,
  due: () => [],
  compose: (visit, row) => ask(visit, row, visit.words.participants.told.invitation(visit.organization.name)),
};

/** A coordinator says whose account wrote: that account is asked. */
export const recognized: Notice = {
  kind: recognizedKind,
  perWeek: 3,
  toAccountOf: "introduction",
  label: (words) => words.participants.told.recognizedLabel,
  afterwards,
  due: () => [],
  async compose(visit, row) {
    const coordinator = await readName(visit.store, visit.organization.id, row.subject.by as PersonId);
    return ask(visit, row, visit.words.participants.told.recognized(coordinator ?? ""));
  },
};

import type { Instant } from "../program/day.ts";
import type { Language, Person, PersonId } from "../program/terms.ts";
import { readMessengers, readReachability } from "../store/addresses.ts";
import {
  confirmIntroduction,
  denyIntroduction,
  findByEmail,
  forgetIntroduction,
  readIntroductionAt,
  readOnlyOrganization,
  saveIntroduction,
} from "../store/introductions.ts";
import { hasRefused } from "../store/refusals.ts";
import type { Store } from "../store/store.ts";
import { findPerson, findVisitor } from "../store/visitors.ts";
import { clip, limits, message } from "../ui/limits.ts";
import type { Message, Text } from "../ui/model.ts";
import { plain } from "../ui/plain.ts";
import type { Address, Incoming, Profile, Reply } from "../ui/platform.ts";
import { wordsOf } from "../words/index.ts";
import { type IsMember, type Visit, visitOf } from "./feature.ts";
import { readId } from "./ids.ts";
import { help } from "./index.ts";
import { inBothLanguages, messageTo } from "./replies.ts";

/** Someone writes from an address that no person has: they are asked who they are, and believed only for what they were asked. */
export async function meet(store: Store, incoming: Incoming, now: Instant, isMember: IsMember): Promise<Reply> {
  const { from } = incoming;
  // They may have been asked while they were a member: that question is over.
  if (incoming.kind === "left") await forgetIntroduction(store, from);
  if (["left", "returned", "channel-added"].includes(incoming.kind)) return { kind: "nothing" };
  if (incoming.kind === "introduced") return introduced(store, from, incoming.profile, now);
  if (incoming.kind === "press") {
    if (incoming.action === "introduction.confirm") return confirm(store, from, readId(incoming.data.person), now, isMember);
    if (incoming.action === "introduction.deny") return deny(store, from, readId(incoming.data.person), now);
  }
  return { kind: "introduce" };
}

/** What a home shows that is nobody's, or a guest's: what it showed of somebody before is theirs to see no more. */
export const homeOfNobody = (isGuests: boolean): Message => (isGuests ? membersOnly() : stranger()).message;

export const membersOnly = () => inBothLanguages((words) => words.introduction.membersOnly);
const stranger = () => inBothLanguages((words) => words.common.stranger);
const noLongerThere = (): Reply => inBothLanguages((words) => words.common.noLongerThere);

const findNamed = async (store: Store, email: string | null | undefined) => (email?.trim() ? findByEmail(store, email.trim()) : null);

async function introduced(store: Store, from: Address, profile: Profile | null, now: Instant): Promise<Reply> {
  if (profile === null) return stranger();
  if (profile.kind !== "member") {
    await forgetIntroduction(store, from);
    return membersOnly();
  }
  const name = clip(profile.name, limits.name);
  const found = (await findNamed(store, profile.email)) ?? (await findNamed(store, profile.login));
  // Where they said that they are not whom their address names, whoever a coordinator takes them for comes first.
  if (found === null || (await hasRefused(store, from, found.person.id))) {
    const recognized = await askedOnWord(store, from, now);
    if (recognized) return recognized;
  }
  if (found === null) {
    const organizationId = await readOnlyOrganization(store);
    if (organizationId === null) await forgetIntroduction(store, from);
    else await saveIntroduction(store, from, { organizationId, personId: null, name }, now);
    return stranger();
  }
  const { person, organization } = found;
  await saveIntroduction(store, from, { organizationId: person.organizationId, personId: person.id, name }, now);

  const words = wordsOf(person.language).introduction;
  return { kind: "say", message: questionTo(person, words.areYou(fullName(person), organization)) };
}

/** Whom a coordinator took for somebody is asked whether they are, each time that they write. */
async function askedOnWord(store: Store, from: Address, now: Instant): Promise<Reply | null> {
  const known = await readIntroductionAt(store, from);
  if (!known?.personId || !known.vouchedBy) return null;
  const asked = await findPerson(store, known.organizationId, known.personId, now);
  if (!asked) return null;
  const words = wordsOf(asked.person.language).introduction;
  return { kind: "say", message: questionTo(asked.person, words.areYou(fullName(asked.person), asked.organization.name)) };
}

const fullName = ({ givenName, familyName }: Person): string => `${givenName} ${familyName}`;

/** Asks an account whether it is this person: nothing is linked before somebody says so. */
export function questionTo({ id, language }: Person, ...texts: Text[]): Message {
  const words = wordsOf(language).introduction;
  const data = { person: String(id) };
  return message({
    language,
    summary: words.summary,
    blocks: [
      ...texts.map((text) => ({ kind: "text" as const, text })),
      {
        kind: "buttons",
        buttons: [
          { label: words.yes, action: "introduction.confirm", data, style: "primary" },
          { label: words.no, action: "introduction.deny", data },
        ],
      },
    ],
  });
}

async function confirm(store: Store, from: Address, personId: PersonId | null, now: Instant, isMember: IsMember): Promise<Reply> {
  if (personId === null) return noLongerThere();
  const isAsked = (await readIntroductionAt(store, from))?.personId === personId;
  const maySayIt = isAsked ? await isMember(from) : true;
  if (typeof maySayIt !== "boolean") return maySayIt;
  if (!maySayIt) {
    await forgetIntroduction(store, from);
    return { kind: "replace", message: membersOnly().message };
  }
  await confirmIntroduction(store, from, personId, now);
  // Of two presses at once, the other one may have done it.
  const visitor = await findVisitor(store, from, now);
  if (visitor?.person.id !== personId) return noLongerThere();
  return { kind: "replace", message: await confirmed(visitOf(visitor, store, now), from) };
}

/** Whoever presses again, as who they are by now: it is done, as it was said the first time. Null where they are somebody else. */
export async function confirmAgain(visit: Visit, incoming: Incoming): Promise<Reply | null> {
  if (incoming.kind !== "press" || incoming.action !== "introduction.confirm") return null;
  if (readId(incoming.data.person) !== visit.person.id) return null;
  return { kind: "replace", message: await confirmed(visit, incoming.from) };
}

/** What the question becomes once they said, there, that they are this person. */
export async function confirmed(visit: Visit, at: Address | null): Promise<Message> {
  const next = await help.open(visit, "");
  const blocks = next.kind === "say" ? next.message.blocks : [];
  const [toldIn, ...others] = await readMessengers(visit.store, visit.person);
  const { introduction: w, common } = visit.words;
  const welcome =
    toldIn && others.length > 0 ? w.alsoHere(common.messengers[toldIn]) : (await isToldAt(visit, at)) ? w.welcome : w.answeredHere;
  return messageTo(visit, welcome, [{ kind: "text", text: welcome, tone: "good" }, ...blocks]);
}

/** False where they were linked before, in another workspace of the same messenger. */
async function isToldAt({ store, person, today }: Visit, at: Address | null): Promise<boolean> {
  const [first] = (await readReachability(store, person, today)).addresses;
  return !first || !at || first.platform !== at.platform || (first.workspace === at.workspace && first.user === at.user);
}

async function deny(store: Store, from: Address, personId: PersonId | null, now: Instant): Promise<Reply> {
  const language = personId === null ? null : await denyIntroduction(store, from, personId, now);
  if (language === null) return noLongerThere();
  return { kind: "replace", message: denied(language) };
}

/** What it becomes once they said that they are somebody else. */
export function denied(language: Language): Message {
  const text = wordsOf(language).introduction.denied;
  return message({ language, summary: plain(text, language), blocks: [{ kind: "text", text }] });
}

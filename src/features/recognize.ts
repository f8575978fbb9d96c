import type { PersonId } from "../program/terms.ts";
import { forgetIntroduction, type Introduction, isRefused, mayBe, readIntroduction, vouchFor } from "../store/introductions.ts";
import { linkOnWord } from "../store/links.ts";
import { clip, form, limits } from "../ui/limits.ts";
import type { Form, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { IsMember, Submission, Visit } from "./feature.ts";
import { readId } from "./ids.ts";
import { noLongerUnlinked, seeLinks, type Unlinked, unlinkedNamed } from "./links.ts";

/** What became of it when a coordinator said whose account it is. */
export interface Recognition {
  text: Text;
  isDone: boolean;
}

type Data = Readonly<Record<string, string>>;

const nameOf = ({ person }: Unlinked): string => `${person.givenName} ${person.familyName}`;
const notDone = (text: Text): Recognition => ({ text, isDone: false });

/** An account of the coordinator's organization that still has no person; null for what is not there, or not theirs to see. */
async function accountNamed(visit: Visit, data: Data): Promise<Introduction | null> {
  const id = readId(data.introduction);
  return id === null ? null : readIntroduction(visit.store, visit.viewer.organizationId, id);
}

/** The e-mail address of an account says whose it is, and the coordinator agrees: it is linked, and told so first. */
export async function linkAccount(visit: Visit, data: Data, isMember: IsMember): Promise<Recognition | Reply> {
  const w = visit.words.participants;
  const personId = readId<PersonId>(data.person);
  const one = await unlinkedNamed(visit, personId);
  if (!one) return notDone(await noLongerUnlinked(visit, personId));
  const account = await accountNamed(visit, data);
  if (!account) return notDone(w.accountGone);
  const mayBeLinked = await isMember(account.at);
  if (typeof mayBeLinked !== "boolean") return mayBeLinked;
  if (!mayBeLinked) {
    await forgetIntroduction(visit.store, account.at);
    return notDone(w.accountLeft(clip(account.name, limits.name)));
  }
  const to = { personId: one.person.id, cohortId: one.cohortId };
  const outcome = await linkOnWord(visit.store, account, to, visit.person.id, visit.now);
  if (outcome === "linked") return { text: w.nowLinked(nameOf(one)), isDone: true };
  return notDone(outcome === "gone" ? w.accountGone : w.alreadyLinked(nameOf(one)));
}

function whoForm(visit: Visit, account: Introduction, unlinked: readonly Unlinked[]): Form {
  const { participants: w, common } = visit.words;
  const left = unlinked.length - limits.menu;
  return form({
    language: visit.person.language,
    id: "participants.who",
    title: w.form.title,
    intro: [
      { kind: "text", text: w.form.account(clip(account.name, limits.name)) },
      { kind: "text", text: w.form.promise, tone: "quiet" },
      ...(left > 0 ? [{ kind: "text" as const, text: w.form.more(left), tone: "quiet" as const }] : []),
    ],
    fields: [
      {
        kind: "choice",
        key: "person",
        label: w.form.person,
        look: "menu",
        options: unlinked.slice(0, limits.menu).map((one) => ({ value: String(one.person.id), label: clip(nameOf(one), limits.option) })),
      },
    ],
    submit: w.form.submit,
    cancel: common.cancel,
    hidden: { introduction: String(account.id) },
  });
}

/** A form that asks whose the account of a stranger is; a sentence where there is nothing left to ask. */
export async function whoIsIt(visit: Visit, data: Data): Promise<Form | Recognition> {
  const w = visit.words.participants;
  const account = await accountNamed(visit, data);
  if (!account || mayBe(account) !== null) return notDone(w.accountGone);
  const { unlinked } = await seeLinks(visit);
  return unlinked.length > 0 ? whoForm(visit, account, unlinked) : notDone(w.everyoneLinked);
}

/** Nothing but the coordinator's word says whose this account is: it is asked, and linked once it says yes. */
export async function recognize(visit: Visit, { hidden, answers }: Submission): Promise<Form | Recognition> {
  const w = visit.words.participants;
  const account = await accountNamed(visit, hidden);
  if (!account) return notDone(w.accountGone);
  const { unlinked, linked } = await seeLinks(visit);
  const read = readAnswers(answers, visit.words);
  const chosen = read.choice(
    "person",
    [...unlinked.map(({ person }) => person), ...linked].map(({ id }) => String(id)),
  );
  const one = unlinked.find(({ person }) => String(person.id) === chosen);
  if (chosen && !one) return notDone(await noLongerUnlinked(visit, readId<PersonId>(chosen)));
  if (one && isRefused(account, one.person.id)) read.refuse("person", w.form.denied);
  if (read.failed() || !one)
    return unlinked.length > 0 ? refill(whoForm(visit, account, unlinked), answers, read.errors) : notDone(w.everyoneLinked);
  const to = { personId: one.person.id, cohortId: one.cohortId };
  const outcome = await vouchFor(visit.store, account, to, visit.person.id, visit.now);
  if (outcome === "asked") return { text: w.asked(clip(account.name, limits.name), nameOf(one)), isDone: true };
  return notDone(outcome === "gone" ? w.accountGone : w.alreadyLinked(nameOf(one)));
}

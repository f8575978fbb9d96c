import { addMinutes, dayOf, weekOf } from "../program/day.ts";
import type { PersonId } from "../program/terms.ts";
import { type Introduction, mayBe, readIntroductions } from "../store/introductions.ts";
import { enqueue } from "../store/outbox.ts";
import { invitationKind, readLastInvitations } from "../store/participants.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button, Item, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { inWords } from "../words/in-words.ts";
import type { Feature, Visit } from "./feature.ts";
import { readId } from "./ids.ts";
import { noLongerUnlinked, seeLinks, type Unlinked, unlinkedNamed } from "./links.ts";
import { headingOf } from "./overview.ts";
import { linkAccount, type Recognition, recognize, whoIsIt } from "./recognize.ts";
import { messageTo, overtaken, say } from "./replies.ts";

const perPage = 8;
const mostStrangers = 8;
/** Of the accounts that may be one person. */
const mostAccounts = 3;
const longestName = 60;

type Data = Readonly<Record<string, string>>;
type Invitations = Awaited<ReturnType<typeof readLastInvitations>>;

/** Everything that the list of one moment is made from. */
interface Seen {
  unlinked: readonly Unlinked[];
  total: number;
  introductions: readonly Introduction[];
  invitations: Invitations;
}

async function see(visit: Visit): Promise<Seen> {
  const links = await seeLinks(visit);
  const { organizationId } = visit.viewer;
  const ids = links.unlinked.map(({ person }) => person.id);
  return {
    ...links,
    introductions: await readIntroductions(visit.store, organizationId),
    invitations: await readLastInvitations(visit.store, organizationId, ids),
  };
}

const nameOf = ({ person }: Unlinked): string => clip(`${person.givenName} ${person.familyName}`, longestName);
const dayIn = (visit: Visit, at: string) => dayOf(at as Introduction["askedAt"], visit.organization.zone);

/** Who has an account and who does not, after a word on what was just done. */
async function listBlocks(visit: Visit, said: readonly Block[], wanted = 0): Promise<Block[]> {
  const w = visit.words.participants;
  const seen = await see(visit);
  const { unlinked, total } = seen;
  const last = Math.max(0, Math.ceil(unlinked.length / perPage) - 1);
  const page = Math.min(wanted, last);
  const shown = unlinked.slice(page * perPage, (page + 1) * perPage);
  return [
    headingOf(w.heading),
    ...said,
    total === 0
      ? { kind: "text", text: w.nobody }
      : { kind: "text", text: w.linked(total - unlinked.length, total), tone: unlinked.length === 0 ? "good" : "plain" },
    ...(shown.length > 0 ? [{ kind: "items" as const, items: shown.map((one) => itemOf(visit, seen, one)) }] : []),
    ...paging(visit, page, last, unlinked.length),
    ...inviting(visit, seen),
    ...strangerBlocks(visit, seen),
  ];
}

function paging(visit: Visit, page: number, last: number, total: number): Block[] {
  const { participants: w, status } = visit.words;
  if (last === 0) return [];
  const to = (label: string, other: number): Button => ({ label, action: "participants.page", data: { page: String(other) } });
  return [
    { kind: "text", text: w.page(page * perPage + 1, Math.min((page + 1) * perPage, total), total), tone: "quiet" },
    {
      kind: "buttons",
      buttons: [...(page > 0 ? [to(status.previousPage, page - 1)] : []), ...(page < last ? [to(status.nextPage, page + 1)] : [])],
    },
  ];
}

function itemOf(visit: Visit, seen: Seen, one: Unlinked): Item {
  const { participants: w, status } = visit.words;
  const { person, gone } = one;
  const asked = seen.introductions.filter((account) => mayBe(account) === person.id).slice(0, mostAccounts);
  const refusals = seen.introductions.flatMap(({ name, refusals: all }) => all.map((refusal) => ({ ...refusal, name })));
  const denied = refusals.filter(({ personId }) => personId === person.id).slice(0, mostAccounts);
  const ofEmail = asked.filter(({ vouchedBy }) => vouchedBy === null);
  return {
    title: { person: nameOf(one) },
    lines: [
      gone ? w.gone(dayIn(visit, gone.at), inWords(status.reasons, gone.reason)) : w.never,
      ...asked.map(({ name, askedAt, vouchedBy }) =>
        (vouchedBy === null ? w.proposed : w.recognized)(clip(name, longestName), dayIn(visit, askedAt)),
      ),
      ...denied.map(({ name, at }) => w.denied(clip(name, longestName), dayIn(visit, at))),
      ...invitationLines(visit, seen.invitations, person.id),
    ],
    tone: "attention",
    buttons: [
      ...ofEmail.map(({ id, name }) => ({
        label: clip(ofEmail.length === 1 ? w.confirm : w.confirmNamed(name), limits.button),
        action: "participants.confirm",
        data: { introduction: String(id), person: String(person.id) },
      })),
      ...(!visit.store.findsByEmail() || isInvited(visit, seen, one)
        ? []
        : [{ label: w.invite, action: "participants.invite", data: { person: String(person.id) } }]),
    ],
  };
}

function invitationLines(visit: Visit, invitations: Invitations, id: PersonId): Text[] {
  const w = visit.words.participants.invitation;
  const last = invitations.get(id);
  if (!last) return [];
  if (last.outcome === "sent") return [w.sent(last.on)];
  if (last.outcome === null && (last.waitsFor === "no-directory" || !visit.store.findsByEmail())) return [w.noDirectory(last.on)];
  return [last.outcome === null ? w.waiting(last.on) : w.failed(last.on, inWords(w.reasons, last.reason ?? ""))];
}

/** Once a week at most, whoever asks for it and however often; one that came to nothing may be tried again. */
const invitationKey = (visit: Visit, invitations: Invitations, { person }: Unlinked): string =>
  `${invitationKind}:p${person.id}:${weekOf(visit.today)}:${invitations.get(person.id)?.failures ?? 0}`;
const isInvited = (visit: Visit, { invitations }: Pick<Seen, "invitations">, one: Unlinked): boolean =>
  invitations.get(one.person.id)?.key === invitationKey(visit, invitations, one);

/** The way to invite all at once, or what to do instead where nobody's account can be looked for. */
function inviting(visit: Visit, seen: Seen): Block[] {
  if (seen.unlinked.length > 0 && !visit.store.findsByEmail()) return [{ kind: "text", text: visit.words.participants.noDirectory }];
  const left = seen.unlinked.filter((one) => !isInvited(visit, seen, one));
  if (left.length < 2) return [];
  return [{ kind: "buttons", buttons: [{ label: visit.words.participants.inviteAll, action: "participants.invite-all" }] }];
}

/** Accounts that nobody is known to have, each with the way to say whose it is. */
function strangerBlocks(visit: Visit, { introductions, unlinked }: Seen): Block[] {
  const w = visit.words.participants;
  const strangers = introductions.filter((account) => mayBe(account) === null);
  if (strangers.length === 0) return [];
  const left = strangers.length - mostStrangers;
  return [
    { kind: "text", text: { bold: w.strangers } },
    {
      kind: "items",
      items: strangers.slice(0, mostStrangers).map(({ id, name, askedAt, refusals: [refusal] }) => ({
        title: clip(name, longestName),
        lines: [refusal ? w.saidNo(dayIn(visit, refusal.at)) : w.wrote(dayIn(visit, askedAt))],
        buttons: unlinked.length === 0 ? [] : [{ label: w.who, action: "participants.who", data: { introduction: String(id) } }],
      })),
    },
    ...(left > 0 ? [{ kind: "text" as const, text: w.moreStrangers(left), tone: "quiet" as const }] : []),
  ];
}

/** How long an invitation waits for a platform that can look for the account. */
const minutesToInvite = 14 * 24 * 60;

/** Puts an invitation of each in the outbox, where delivery looks for their account. @returns how many are new. */
async function inviteEach(visit: Visit, people: readonly Unlinked[]): Promise<number> {
  const { organizationId } = visit.viewer;
  const ids = people.map(({ person }) => person.id);
  const invitations = await readLastInvitations(visit.store, organizationId, ids);
  return enqueue(
    visit.store,
    people.map((one) => ({
      key: invitationKey(visit, invitations, one),
      kind: invitationKind,
      organizationId,
      cohortId: one.cohortId,
      personId: one.person.id,
      subject: { by: visit.person.id, on: visit.today },
      notBefore: visit.now,
      giveUpAfter: addMinutes(visit.now, minutesToInvite),
    })),
  );
}

const withList = async (visit: Visit, said: readonly Block[] = [], page = 0): Promise<Reply> => ({
  kind: "replace",
  message: messageTo(visit, visit.words.participants.summary, await listBlocks(visit, said, page)),
});

const withWord = (visit: Visit, text: Text, tone: "good" | "plain" = "good"): Promise<Reply> =>
  withList(visit, [{ kind: "text", text, tone }]);

async function invite(visit: Visit, data: Data): Promise<Reply> {
  const w = visit.words.participants;
  const id = readId<PersonId>(data.person);
  const one = await unlinkedNamed(visit, id);
  if (!one) return withWord(visit, await noLongerUnlinked(visit, id), "plain");
  if (!visit.store.findsByEmail()) return withList(visit);
  const isNew = (await inviteEach(visit, [one])) > 0;
  return isNew ? withWord(visit, w.invited(1)) : withWord(visit, w.invitedAlready, "plain");
}

async function inviteEveryone(visit: Visit): Promise<Reply> {
  if (!visit.store.findsByEmail()) return withList(visit);
  const w = visit.words.participants;
  const count = await inviteEach(visit, (await seeLinks(visit)).unlinked);
  return count > 0 ? withWord(visit, w.invited(count)) : withWord(visit, w.invitedAlready, "plain");
}

const answered = ({ text, isDone }: Recognition, visit: Visit): Promise<Reply> => withWord(visit, text, isDone ? "good" : "plain");

export const participants: Feature = {
  name: "participants",
  verb: { fr: "participants", en: "participants" },
  aliases: ["people", "personnes"],
  roles: ["coordinator"],
  about: (words) => words.participants.about,
  open: async (visit) => say(visit, visit.words.participants.summary, await listBlocks(visit, [])),
  asks: ["who"],
  actions: {
    invite,
    "invite-all": inviteEveryone,
    async confirm(visit, data, isMember) {
      const done = await linkAccount(visit, data, isMember);
      return "text" in done ? answered(done, visit) : done;
    },
    async who(visit, data) {
      const asked = await whoIsIt(visit, data);
      return "text" in asked ? answered(asked, visit) : { kind: "ask", form: asked };
    },
    page: (visit, data) => withList(visit, [], Math.max(0, Math.trunc(Number(data.page)) || 0)),
  },
  forms: {
    async who(visit, submission) {
      const done = await recognize(visit, submission);
      if (!("text" in done)) return { kind: "ask", form: done };
      const said: Block = { kind: "text", text: done.text, tone: done.isDone ? "good" : "plain" };
      const message = messageTo(visit, visit.words.participants.summary, await listBlocks(visit, [said]));
      return done.isDone ? { kind: "say", message } : overtaken(message);
    },
  },
};

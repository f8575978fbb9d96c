import type { App } from "./app.ts";
import type { ManualClock } from "./clock.ts";
import { features } from "./features/index.ts";
import { notices } from "./notices/index.ts";
import { type Playback, passTime } from "./playback.ts";
import { addDays, addMinutes, day, dayOf, hour, type Instant, instant, instantAt, localTime } from "./program/day.ts";
import type { Language, Organization, PersonId, Role } from "./program/terms.ts";
import { type CastMember, readCast } from "./store/cast.ts";
import { readOrganizations } from "./store/cohorts.ts";
import { appendTurn, findTurn, markSeen, readConversation, replaceTurn, type Speaker } from "./store/conversations.ts";
import { nextDue, type Outcome, readTimeline } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import type { Message } from "./ui/model.ts";
import type { Address } from "./ui/platform.ts";
import { inWords } from "./words/in-words.ts";
import { wordsOf } from "./words/index.ts";

type ClockMove = { instant: string } | { hours: number } | { days: number } | { date: string } | "next-event";

const defaultZone = "America/Toronto";
const morning = hour("08:00");
/** How far "next event" looks when nothing is planned yet. */
const longestWait = 120;

/** What the playground reads, keeps and moves: the store and the jobs, seen from a page that can be anyone. */
export async function playgroundOf(store: Store, app: App, clock: ManualClock | { now(): Instant; manual: false }) {
  const organizations = await readOrganizations(store);
  const zone = organizations[0]?.zone ?? defaultZone;

  const speakerAt = ({ workspace, user }: Address): Speaker => {
    const organization = organizations.find(({ key }) => key === workspace);
    if (!organization) throw new RangeError(`no organization ${workspace}`);
    return { organizationId: organization.id, personId: Number(user) as PersonId };
  };

  async function move(manual: ManualClock, to: ClockMove): Promise<void> {
    const from = manual.now();
    const playback: Playback = {
      ...{ app, store, zone },
      onArrival: (now) => manual.set(now),
      async onStop({ sent }) {
        return to === "next-event" && sent > 0 ? "enough" : undefined;
      },
    };
    const target = targetOf(to, from, zone);
    if (target <= from) return;
    await app.planAhead(from);
    await passTime(playback, from, target);
  }

  return {
    async people(language: Language) {
      const casts = await Promise.all(
        organizations.map(async (one) => ({ one, cast: await readCast(store, one, dayOf(clock.now(), one.zone)) })),
      );
      return casts.flatMap(({ one, cast }) => cast.map((member) => shown(one, member, language)).sort(byRole));
    },

    conversation: {
      read: async (to: Address, limit: number) =>
        (await readConversation(store, speakerAt(to), limit)).map((turn) => ({ ...turn, id: String(turn.id) })),
      append: async (to: Address, entry: { from: "bot" | "person"; message?: Message; text?: string; key?: string; unprompted: boolean }) =>
        String(await appendTurn(store, speakerAt(to), { ...entry, at: clock.now() })),
      replace: (to: Address, id: string, message: Message) => replaceTurn(store, speakerAt(to), Number(id), message),
      seen: (to: Address, id: string) => markSeen(store, speakerAt(to), Number(id)),
      find: (to: Address, key: string) => findTurn(store, speakerAt(to), key),
    },

    clock: {
      now: () => clock.now(),
      zone,
      manual: clock.manual,
      async move(to: ClockMove) {
        if (!clock.manual) throw new RangeError("the clock is the system's");
        await move(clock, to);
        return { now: clock.now() };
      },
      nextEvent: () => nextDue(store, clock.now()),
    },

    async timeline(language: Language, { person, before, limit }: { person?: string; before?: string; limit: number }) {
      const words = wordsOf(language);
      const rows = await Promise.all(
        organizations.map(({ id }) =>
          readTimeline(store, id, {
            limit,
            ...(before ? { before: instant(before) } : {}),
            ...(person ? { personId: Number(person) as PersonId } : {}),
          }),
        ),
      );
      return rows.flat().map((row) => {
        const reason = row.reason === null ? undefined : inWords(words.playground.reasons, row.reason);
        return {
          at: row.settledAt ?? row.notBefore,
          person: String(row.personId),
          personName: `${row.givenName} ${row.familyName}`,
          kind: row.kind,
          label: notices.find(({ kind }) => kind === row.kind)?.label(words) ?? row.kind,
          outcome: row.outcome ? outcomes[row.outcome] : row.reason ? ("waiting" as const) : ("planned" as const),
          ...(reason && row.outcome !== "sent" ? { reason } : {}),
        };
      });
    },
  };
}

const outcomes: Record<Outcome, "sent" | "dropped" | "failed"> = {
  sent: "sent",
  dropped: "dropped",
  expired: "dropped",
  gone: "failed",
  refused: "failed",
};

function targetOf(to: ClockMove, from: Instant, zone: string): Instant {
  const local = localTime(from, zone);
  if (to === "next-event") return instantAt(addDays(local.day, longestWait), local.hour, zone);
  if ("instant" in to) return instant(to.instant);
  if ("hours" in to) return addMinutes(from, to.hours * 60);
  if ("days" in to) return instantAt(addDays(local.day, to.days), local.hour, zone);
  return instantAt(day(to.date), morning, zone);
}

const rank: Record<Role | "outside", number> = { coordinator: 0, mentor: 1, mentee: 2, outside: 3 };
const byRole = (a: { role: Role | "outside" }, b: { role: Role | "outside" }) => rank[a.role] - rank[b.role];

function shown(organization: Organization, member: CastMember, language: Language) {
  const w = wordsOf(language).playground;
  const role: Role | "outside" = member.role === "deputy" ? "coordinator" : (member.role ?? "outside");
  const detail = {
    coordinator: w.coordinator,
    deputy: w.deputy,
    mentor: w.with(member.with.join(", ")),
    mentee: w.with(member.with.join(", ")),
    none: member.office ? w.offices[member.office] : w.noRole,
  };
  // There is no channel here to announce something in.
  const verbs = features.filter(
    ({ roles, verb, inChannels }) => verb && !inChannels && (roles === "everyone" || (role !== "outside" && roles.includes(role))),
  );
  return {
    id: String(member.id),
    workspace: organization.key,
    organization: organization.name,
    name: member.name,
    role,
    detail: detail[member.role ?? "none"],
    language: member.language,
    unread: member.unread,
    unreachable: member.unreachable,
    verbs: [...new Set(verbs.flatMap(({ verb }) => verb?.[member.language] ?? []))],
  };
}

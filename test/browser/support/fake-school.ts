import type { ConversationEntry, PlaygroundOptions, PlaygroundPerson, TimelineEntry } from "../../../adapters/web/index.ts";
import type { Message } from "../../../src/ui/model.ts";
import type { Address, Outgoing } from "../../../src/ui/platform.ts";

/** A message that falls due at an instant. */
export interface Due {
  at: string;
  person: string;
  kind: string;
  label: string;
  message: Message;
}

export interface FakeSchool {
  options: PlaygroundOptions;
  /** What was logged. */
  log: object[];
  /** The bot's own sending, which a test or a demonstration leads through the platform. */
  deliver: (to: Address, outgoing: Outgoing) => Promise<unknown>;
  conversationOf(person: string): readonly ConversationEntry[];
}

/** A school in memory: everything that the playground is given, without a store. */
export function fakeSchool(start: {
  people: readonly Omit<PlaygroundPerson, "unread">[];
  now: string;
  due?: readonly Due[];
  manual?: boolean;
  timeline?: readonly TimelineEntry[];
  /** How long each hour of a move takes, in milliseconds. */
  pace?: number;
}): FakeSchool {
  const turns = new Map<string, (ConversationEntry & { key?: string | undefined })[]>(start.people.map(({ id }) => [id, []]));
  const seen = new Map<string, number>();
  const sent: TimelineEntry[] = [...(start.timeline ?? [])];
  let due = [...(start.due ?? [])].sort((a, b) => a.at.localeCompare(b.at));
  let now = start.now;
  const of = (person: string) => turns.get(person) ?? [];
  const addressOf = (person: string): Address => ({ platform: "web", workspace: "cdsl", user: person });
  const nameOf = (person: string) => start.people.find(({ id }) => id === person)?.name ?? person;
  const ids = (() => {
    let last = 0;
    return () => `m${++last}`;
  })();

  async function playTo(instant: string): Promise<void> {
    const reached = due.filter(({ at }) => at <= instant);
    due = due.filter(({ at }) => at > instant);
    for (const { at, person, kind, label, message } of reached) {
      now = at;
      if (start.pace) await new Promise((resolve) => setTimeout(resolve, start.pace));
      await school.deliver(addressOf(person), { key: `${kind}:${at}:${person}`, message });
      sent.push({ at, person, personName: nameOf(person), kind, label, outcome: "sent" });
    }
    now = instant;
  }

  const school: FakeSchool = {
    log: [],
    deliver: async () => undefined,
    conversationOf: of,
    options: {
      people: async () =>
        start.people.map((person) => ({
          ...person,
          unread: of(person.id)
            .slice(seen.get(person.id) ?? 0)
            .filter(({ from }) => from === "bot").length,
        })),
      conversation: {
        read: async ({ user }, limit) => of(user).slice(-limit),
        append: async ({ user }, entry) => {
          const known = entry.key === undefined ? undefined : of(user).find(({ key }) => key === entry.key);
          if (known) return known.id;
          const id = ids();
          of(user).push({ id, at: now, ...entry });
          return id;
        },
        replace: async ({ user }, id, message) => {
          const found = of(user).find((entry) => entry.id === id && entry.from === "bot");
          if (found) found.message = message;
          return found !== undefined;
        },
        seen: async ({ user }, id) => {
          seen.set(user, of(user).findIndex((entry) => entry.id === id) + 1);
        },
        find: async ({ user }, key) => of(user).find((entry) => entry.key === key)?.id ?? null,
      },
      clock: {
        now: () => now,
        zone: "America/Toronto",
        manual: start.manual ?? true,
        nextEvent: async () => due[0]?.at ?? null,
        move: async (to) => {
          await playTo(destination(to, now, due[0]?.at));
          return { now };
        },
      },
      timeline: async (_language, { person, before, limit }) =>
        [...sent, ...due.map((one) => ({ ...one, personName: nameOf(one.person), outcome: "planned" as const }))]
          .filter((entry) => (person === undefined || entry.person === person) && (before === undefined || entry.at < before))
          .sort((a, b) => b.at.localeCompare(a.at))
          .slice(0, limit)
          .map(({ at, person: whose, personName, kind, label, outcome, ...rest }) => ({
            at,
            person: whose,
            personName,
            kind,
            label,
            outcome,
            ...("reason" in rest && rest.reason !== undefined && { reason: rest.reason }),
          })),
      log: (event) => school.log.push(event),
    },
  };
  return school;
}

const hours = 3_600_000;

function destination(to: Parameters<PlaygroundOptions["clock"]["move"]>[0], now: string, next: string | undefined): string {
  const later = (milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();
  if (to === "next-event") return next ?? now;
  if ("hours" in to) return later(to.hours * hours);
  if ("days" in to) return later(to.days * 24 * hours);
  if ("instant" in to) return to.instant;
  // 8 in the morning in Toronto, in winter; a fake has no summer.
  const morning = `${to.date}T13:00:00.000Z`;
  return morning > now ? morning : now;
}

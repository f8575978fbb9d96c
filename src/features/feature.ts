import type { Instant } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import type { Cohort, Role } from "../program/terms.ts";
import { readCohort, readPlan } from "../store/cohorts.ts";
import type { Store } from "../store/store.ts";
import type { Visitor } from "../store/visitors.ts";
import type { Address, Answers, FormReply, Reply } from "../ui/platform.ts";
import { type Words, wordsOf } from "../words/index.ts";

/** One person before the bot, now. Features and notices read everything from it; nothing else is ambient. */
export interface Visit extends Visitor {
  store: Store;
  now: Instant;
  words: Words;
  planOf(cohort: { id: Cohort["id"] }): Promise<Plan>;
}

/** Whom something is said to, as far as its words go. */
export interface Addressee {
  words: Words;
  person: Pick<Visit["person"], "language">;
}

export interface Submission {
  hidden: Readonly<Record<string, string>>;
  answers: Answers;
}

/** Whether an account is a member's, as its platform has it now; what is answered for the time being, where it does not say at once. */
export type IsMember = (at: Address) => Promise<boolean | Reply>;

/** One thing that a person can do. */
export interface Feature {
  /** The first half of its action and form names: `log-meeting.open`. */
  name: string;
  /** How it is called, the French word first, as it is written: accents and hyphens are forgiven to those who type it. Null for what only buttons open. */
  verb: { fr: string; en: string } | null;
  /** Other words that are understood and that help does not list. */
  aliases?: readonly string[];
  /** Whose it is. Those who hold none of these roles are refused, whatever way they came. */
  roles: readonly Role[] | "everyone";
  /** Whether help lists it just now, where that takes more than a role. Whoever calls it is answered all the same. */
  isAtHand?(visit: Visit): Promise<boolean>;
  /** It is said in channels, which not every platform has. */
  inChannels?: true;
  /** What the list of help says of it to someone with these roles. */
  about(words: Words, roles: readonly Role[]): string;
  /** The verb was said, `rest` being what follows it; the button `<name>.open` does the same. */
  open(visit: Visit, rest: string): Promise<Reply>;
  /** Those of its buttons that open a form when nothing stands in the way, as a platform may have to know before it asks. */
  asks?: readonly string[];
  actions?: Readonly<Record<string, (visit: Visit, data: Readonly<Record<string, string>>, isMember: IsMember) => Promise<Reply>>>;
  forms?: Readonly<Record<string, (visit: Visit, submission: Submission) => Promise<FormReply>>>;
}

export const isFor = (feature: Feature, visit: Visit): boolean =>
  feature.roles === "everyone" || feature.roles.some((role) => visit.roles.includes(role));

export const verbIn = (feature: Feature, visit: Visit): string => feature.verb?.[visit.person.language] ?? feature.name;

export function visitOf(visitor: Visitor, store: Store, now: Instant): Visit {
  return {
    store,
    now,
    words: wordsOf(visitor.person.language),
    async planOf({ id }) {
      const known = visitor.cohorts.find((cohort) => cohort.id === id) ?? (await readCohort(store, visitor.organization.id, id));
      if (!known) throw new RangeError(`no cohort ${id} in organization ${visitor.organization.id}`);
      return readPlan(store, known);
    },
    ...visitor,
  };
}

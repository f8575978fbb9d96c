import { releasable } from "./aggregate.ts";
import type { Cohort, CohortId, Dyad, DyadId, NoteAudience, Office, OrganizationId, PersonId } from "./terms.ts";

/** Someone who asks to read, with all that decides what they may. */
export interface Viewer {
  organizationId: OrganizationId;
  personId: PersonId;
  office: Office | null;
  /** The people who report to the viewer at work. */
  supervises: ReadonlySet<PersonId>;
  /** The cohorts at whose head the viewer is today, as coordinator or as deputy. */
  coordinates: ReadonlySet<CohortId>;
  /** Every dyad the viewer is or was in. */
  dyads: readonly { dyadId: DyadId; cohortId: CohortId; as: "mentor" | "mentee"; otherId: PersonId }[];
}

/** Where a thing belongs, and who wrote it or, where nobody did, whom it is about. */
interface Place {
  organizationId: OrganizationId;
  cohortId: CohortId | null;
  dyadId: DyadId | null;
  /** What belongs to a dyad concerns both. */
  members: readonly PersonId[];
  authorId: PersonId | null;
}
interface InCohort extends Place {
  cohortId: CohortId;
}
interface InDyad extends InCohort {
  dyadId: DyadId;
  members: readonly [PersonId, PersonId];
  authorId: PersonId;
}
interface By {
  authorId: PersonId;
}

interface Things {
  /** That a meeting took place: its date, length and mode. */
  "meeting-fact": InDyad;
  /** Topics and objectives, of a meeting or of the notebook. `inSheet`: the dyad shared them in the sheet of follow-up 3. */
  "meeting-content": InDyad & { inSheet: boolean };
  "private-note": InDyad & { audience: NoteAudience };
  /** The triad's, whoever wrote it: it has no author. That of a group follow-up is in the cohort, in no dyad. */
  "follow-up-record": InCohort & { authorId: null };
  "match-satisfaction": InDyad;
  "support-request": InDyad;
  "ending-request": InDyad;
  answers: InDyad;
  /** The score of one administration. The comparison of two is one too, with the consents that both have. */
  score: InDyad & { consents: { mentor: boolean; coordinator: boolean } };
  /** Whether an administration is done. */
  "administration-done": InDyad;
  "training-need": InCohort & By;
  /** What became of the messages to a person, never their text. */
  "delivery-state": Place & By;
  /** That a person cannot be reached, and why. */
  unreachable: Place & By;
}

export type Kind = keyof Things;
type ThingOf<K extends Kind> = { [Each in K]: { kind: Each } & Things[Each] }[K];
/** Something individual, that is about someone in particular. */
export type Thing = ThingOf<Kind>;

/** "never" closes what another relation of the same viewer would open; a condition is asked of the thing itself. */
type Cell<K extends Kind> = "yes" | "no" | "never" | ((thing: ThingOf<K>) => boolean);
type AggregateForm = "counts" | "distribution" | "rate";

interface Row<K extends Kind> {
  author: Cell<K>;
  /** A member of the dyad who is not the author. */
  otherMember: Cell<K>;
  coordinator: Cell<K>;
  technicalAdmin: Cell<K>;
  /** What the direction, human resources and line supervisors may have instead, over enough people. */
  aggregate: AggregateForm | "no";
}

/**
 * Who may see what: the whole table. What is not in it cannot be asked for, and what it does not open is closed.
 *
 * A coordinator never reads a private note as coordinator. The cell is a "no" so that a coordinator who is
 * also somebody's mentor keeps what was addressed to "our dyad"; whereas the "never" of match satisfaction
 * and of requests keeps a mentor from reading, as coordinator, what their own mentee says of them.
 */
const table: { readonly [K in Kind]: Row<K> } = {
  "meeting-fact": { author: "yes", otherMember: "yes", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  "meeting-content": { author: "yes", otherMember: "yes", coordinator: sharedInSheet, technicalAdmin: "no", aggregate: "counts" },
  "private-note": { author: "yes", otherMember: forOurDyad, coordinator: "no", technicalAdmin: "no", aggregate: "no" },
  "follow-up-record": { author: "no", otherMember: "yes", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  "match-satisfaction": { author: "yes", otherMember: "never", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  "support-request": { author: "yes", otherMember: "never", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  "ending-request": { author: "yes", otherMember: "never", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  answers: { author: "yes", otherMember: "never", coordinator: "never", technicalAdmin: "no", aggregate: "no" },
  score: { author: "yes", otherMember: mentorMay, coordinator: coordinatorMay, technicalAdmin: "no", aggregate: "distribution" },
  "administration-done": { author: "yes", otherMember: "no", coordinator: "yes", technicalAdmin: "no", aggregate: "rate" },
  "training-need": { author: "yes", otherMember: "no", coordinator: "yes", technicalAdmin: "no", aggregate: "counts" },
  "delivery-state": { author: "no", otherMember: "no", coordinator: "no", technicalAdmin: "yes", aggregate: "no" },
  unreachable: { author: "no", otherMember: "no", coordinator: "yes", technicalAdmin: "yes", aggregate: "no" },
};

function sharedInSheet(thing: ThingOf<"meeting-content">): boolean {
  return thing.inSheet;
}
function forOurDyad(thing: ThingOf<"private-note">): boolean {
  return thing.audience === "our-dyad";
}
function mentorMay(thing: ThingOf<"score">): boolean {
  return thing.consents.mentor;
}
function coordinatorMay(thing: ThingOf<"score">): boolean {
  return thing.consents.coordinator;
}

/**
 * The one wall. Another organization reads nothing. Whoever supervises at work someone whom the thing
 * concerns reads only what they wrote themselves; so does whoever holds an office, with what the table
 * opens to that office. It makes no difference what else they are in the program. Anyone else reads what
 * one of their relations opens.
 */
export function mayRead<K extends Kind>(viewer: Viewer, thing: ThingOf<K>): boolean {
  if (viewer.organizationId !== thing.organizationId) return false;
  const row: Row<K> = table[thing.kind];
  const opens = (relation: Relation): boolean => {
    const cell = row[relation];
    return typeof cell === "function" ? cell(thing) : cell === "yes";
  };
  if (thing.authorId === viewer.personId && opens("author")) return true;
  const relations = relationsOf(viewer, thing);
  return relations.some(opens) && !relations.some((relation) => row[relation] === "never");
}

type Relation = "author" | "otherMember" | "coordinator" | "technicalAdmin";

/** The relations that count beside that of author. */
function relationsOf(viewer: Viewer, thing: Place): Relation[] {
  const concerned = [thing.authorId, ...thing.members];
  if (concerned.some((person) => person !== null && viewer.supervises.has(person))) return [];
  if (viewer.office !== null) return viewer.office === "technical-admin" ? ["technicalAdmin"] : [];
  const relations: Relation[] = [];
  if (thing.authorId !== viewer.personId && viewer.dyads.some((dyad) => dyad.dyadId === thing.dyadId)) relations.push("otherMember");
  if (thing.cohortId !== null && viewer.coordinates.has(thing.cohortId)) relations.push("coordinator");
  return relations;
}

/** An answer about several people together. */
interface Aggregate {
  organizationId: OrganizationId;
  kind: Kind;
  form: AggregateForm;
  /** How many people it is about. That it cannot be subtracted from another answer is for `mayRelease`. */
  people: number;
}

/** What those outside the wall have instead of data on anyone. Coordinators have it as well: it is the matter of the annual report. */
export function mayReadAggregate(viewer: Viewer, aggregate: Aggregate): boolean {
  if (viewer.organizationId !== aggregate.organizationId) return false;
  const outside = viewer.office === "direction" || viewer.office === "human-resources" || viewer.supervises.size > 0;
  const coordinator = viewer.office === null && viewer.coordinates.size > 0;
  return (outside || coordinator) && table[aggregate.kind].aggregate === aggregate.form && releasable(aggregate.people);
}

type DyadPlace = Pick<InDyad, "organizationId" | "cohortId" | "dyadId" | "members">;

/** The place of what belongs to a dyad, to spread into a thing. */
export const inDyad = (dyad: Pick<Dyad, "id" | "organizationId" | "cohortId" | "mentorId" | "menteeId">): DyadPlace => ({
  organizationId: dyad.organizationId,
  cohortId: dyad.cohortId,
  dyadId: dyad.id,
  members: [dyad.mentorId, dyad.menteeId],
});

type CohortPlace = Pick<InCohort, "organizationId" | "cohortId"> & { dyadId: null; members: readonly [] };

/** The place of what belongs to a cohort and to none of its dyads. */
export const inCohort = (cohort: Pick<Cohort, "id" | "organizationId">): CohortPlace => ({
  organizationId: cohort.organizationId,
  cohortId: cohort.id,
  dyadId: null,
  members: [],
});

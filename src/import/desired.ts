import type { Day } from "../program/day.ts";
import type { Instrument } from "../program/instrument.ts";
import type { Appointment, Language, Office, Organization, Role } from "../program/terms.ts";
import type { Path, Place } from "./problems.ts";
import type { CohortSettings } from "./settings.ts";
import type { ReadStage } from "./stages.ts";

/** Where a thing was said, or what is at a path inside it. */
export type At = (...path: string[]) => Place;

export interface OrganizationSpec extends Omit<Organization, "id"> {
  at: At;
}

/** A person as one place of one file describes them. What is undefined was not said there. */
export interface PersonSpec {
  at: At;
  email: string;
  givenName: string | undefined;
  familyName: string | undefined;
  language: Language | undefined;
  office: Office | undefined;
  supervisor: string | undefined;
  /** The role that a table gives them. It appoints nobody, and is held against the rest. */
  role: Role | undefined;
  /** The description says all there is: an office or a supervisor that it leaves out is none. A row of a table does not. */
  complete: boolean;
}

export interface AppointmentSpec extends Pick<Appointment, "capacity" | "kind"> {
  at: At;
  email: string;
  /** Undefined is the first day of the cohort. */
  from: Day | undefined;
  until: Day | null;
  succeeds: string | null;
}

export interface DyadSpec {
  at: At;
  mentor: string;
  mentee: string;
  /** Undefined is the first day of the cohort. */
  began: Day | undefined;
  ended: Day | undefined;
  coordinator: string | undefined;
  /** Said in a plan file, which speaks of each dyad once. */
  complete: boolean;
  /** Triad follow-ups held before the import, by stage. */
  held: readonly { stage: string; on: Day }[];
}

/** What a row of a table says of the dyad of a mentee whose mentor it does not name. */
export type MenteeSpec = Omit<DyadSpec, "mentor" | "held" | "complete">;

export interface CohortSpec {
  at: At;
  key: string;
  name: string;
  kind: "pilot" | "regular";
  startsOn: Day;
  endsOn: Day;
}

/** An instrument of the school's own, and where the plan file names it. */
export interface InstrumentSpec {
  place: Place;
  instrument: Instrument;
}

/** All that the files of one import say. What could not be read is null, and told as a problem. */
export interface Desired {
  /** Null for tables alone, which go to a cohort that is there already. */
  plan: {
    at: (path: Path) => Place;
    /** What finds the organization and the cohort in the store, even where more of them could not be read. */
    keys: { organization: string | null; cohort: string | null };
    /** The days of the cohort, even where more of it could not be read. */
    span: { startsOn: Day; endsOn: Day } | null;
    organization: OrganizationSpec | null;
    program: string | null;
    cohort: CohortSpec | null;
    settings: CohortSettings;
    stages: readonly ReadStage[];
    instruments: readonly InstrumentSpec[];
    /** False when a file that is named could not be read. */
    instrumentsWhole: boolean;
    appointments: readonly AppointmentSpec[];
    /** False when an entry could not be read, so that nothing is said of the days it may cover. */
    appointmentsWhole: boolean;
  } | null;
  people: readonly PersonSpec[];
  dyads: readonly DyadSpec[];
  menteeRows: readonly MenteeSpec[];
  /** False when a list could not be read at all, so that nobody is called unknown. */
  peopleWhole: boolean;
  /** What stands where the e-mail address of a person should: whom it may mean need not be called unknown as well. */
  mentioned: readonly string[];
  /** Headers of columns that were not read, by file. */
  unread: readonly { file: string; headers: readonly string[] }[];
}

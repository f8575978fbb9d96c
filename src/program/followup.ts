import type { Day } from "./day.ts";
import { type Decision, decide, type Refusal } from "./decision.ts";
import { dateOf } from "./paths.ts";
import type { Cohort, Dyad, FollowUp, PersonId } from "./terms.ts";

/** What the coordinator says of a follow-up that took place. */
interface HoldingDraft {
  heldOn: Day;
  /** Who was there, of a group; nobody is listed for a triad. */
  present: readonly PersonId[];
}

export type HoldingRefusal = Refusal<
  | "in-the-future"
  | "before-the-cohort"
  | "before-the-dyad-began"
  | "after-the-dyad-ended"
  | "before-an-earlier-stage"
  | "after-a-later-stage"
  | "not-invited",
  keyof HoldingDraft
>;

interface HoldingContext {
  cohort: Cohort;
  /** Null for a follow-up of the group. */
  dyad: Dyad | null;
  followUp: FollowUp;
  /** The follow-ups of the dyad, or of the group, in the order of the plan. */
  path: readonly FollowUp[];
  /** Whom a follow-up of the group is for. */
  invited: ReadonlySet<PersonId>;
  today: Day;
}

type Rule = (draft: HoldingDraft, context: HoldingContext) => HoldingRefusal | null;

const refuseIf = (refused: boolean, code: HoldingRefusal["code"], field: keyof HoldingDraft): HoldingRefusal | null =>
  refused ? { code, field } : null;

const rules: readonly Rule[] = [
  ({ heldOn }, { today }) => refuseIf(heldOn > today, "in-the-future", "heldOn"),
  ({ heldOn }, { cohort }) => refuseIf(heldOn < cohort.startsOn, "before-the-cohort", "heldOn"),
  ({ heldOn }, { dyad }) => refuseIf(dyad !== null && heldOn < dyad.beganOn, "before-the-dyad-began", "heldOn"),
  ({ heldOn }, { dyad }) => refuseIf(dyad?.ending != null && heldOn > dyad.ending.on, "after-the-dyad-ended", "heldOn"),
  ({ heldOn }, context) =>
    refuseIf(
      earlierOf(context).some(({ held }) => held !== null && heldOn < held.on),
      "before-an-earlier-stage",
      "heldOn",
    ),
  ({ heldOn }, context) =>
    refuseIf(
      laterOf(context).some(({ held }) => held !== null && held.on < heldOn),
      "after-a-later-stage",
      "heldOn",
    ),
  ({ present }, { invited }) => refuseIf(!present.every((person) => invited.has(person)), "not-invited", "present"),
];

export const holdFollowUp = (draft: HoldingDraft, context: HoldingContext): Decision<HoldingDraft, HoldingRefusal> =>
  decide(
    rules.flatMap((rule) => rule(draft, context) ?? []),
    () => draft,
  );

/** Earlier stages of the same path that were not held: the coordinator is told, and goes on if that is how it was. */
export const skippedBefore = (context: Pick<HoldingContext, "followUp" | "path">): FollowUp[] =>
  earlierOf(context).filter(({ held }) => held === null);

function earlierOf({ followUp, path }: Pick<HoldingContext, "followUp" | "path">): FollowUp[] {
  const place = path.findIndex(({ id }) => id === followUp.id);
  return place < 0 ? [] : path.slice(0, place);
}

/**
 * Later stages of the same dyad, or of the group. A dyad that lags behind may still have its own follow-up after
 * the group met: the group waits for nobody.
 */
function laterOf({ followUp, path }: Pick<HoldingContext, "followUp" | "path">): FollowUp[] {
  const place = path.findIndex(({ id }) => id === followUp.id);
  return place < 0 ? [] : path.slice(place + 1).filter(({ dyadId }) => dyadId === followUp.dyadId);
}

/** What a follow-up waits for, seen from a day. */
export type FollowUpStanding = "held" | "late" | "today" | "to-come" | "no-date";
export function standingOf(followUp: FollowUp, today: Day): FollowUpStanding {
  const on = dateOf(followUp);
  if (followUp.held) return "held";
  if (on === null) return "no-date";
  return on < today ? "late" : on === today ? "today" : "to-come";
}

/** Why something is not done. `field` is where a form says so; null when it concerns the whole. */
export interface Refusal<Code extends string = string, Field extends string = string> {
  code: Code;
  field: Field | null;
}

/** What was asked, made into what will be kept; or every reason why not, in the order of the form. */
export type Decision<Accepted, Why extends Refusal> = { accepted: Accepted } | { refused: readonly Why[] };

export const decide = <Accepted, Why extends Refusal>(refusals: readonly Why[], accept: () => Accepted): Decision<Accepted, Why> =>
  refusals.length === 0 ? { accepted: accept() } : { refused: refusals };

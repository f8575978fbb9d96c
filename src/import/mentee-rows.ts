import type { DyadSpec, MenteeSpec } from "./desired.ts";
import type { WorldDyad } from "./world.ts";

/**
 * Finds the dyad that each row speaks of which names a mentee and no mentor: the only one of theirs that lasts. Where all of
 * them have an end, one is meant when no other can be, or when the row says its end; and only when it says no other beginning.
 *
 * @param dyads those that are stored, and those that the files make.
 */
export function settleMenteeRows(rows: readonly MenteeSpec[], dyads: readonly WorldDyad[]): { specs: DyadSpec[]; unsettled: MenteeSpec[] } {
  const wanted = new Set(rows.map(({ mentee }) => mentee));
  const ofMentee = new Map<string, WorldDyad[]>();
  for (const dyad of dyads) if (wanted.has(dyad.mentee)) ofMentee.set(dyad.mentee, [...(ofMentee.get(dyad.mentee) ?? []), dyad]);
  const [specs, unsettled]: [DyadSpec[], MenteeSpec[]] = [[], []];
  for (const row of rows) {
    const [meant, ...others] = meantBy(row, ofMentee.get(row.mentee) ?? []);
    if (meant && others.length === 0) specs.push({ ...row, mentor: meant.mentor, held: [], complete: false });
    else unsettled.push(row);
  }
  return { specs, unsettled };
}

function meantBy({ began, ended }: MenteeSpec, theirs: readonly WorldDyad[]): WorldDyad[] {
  const lasting = theirs.filter((dyad) => dyad.ended === null);
  if (lasting.length > 0) return lasting;
  const ending = theirs.length === 1 ? theirs : theirs.filter((dyad) => dyad.ended === ended);
  return ending.filter((dyad) => began === undefined || began === dyad.began);
}

import type { RecordField } from "./plan.ts";
import type { Localized } from "./terms.ts";

/** What the form of a record takes at most: with more, some platform could not show it again with what was written in it. */
export const largestRecord = 20_000;
/** Of a text of which the plan says no length. */
export const longestText = 3_000;
/** Whether a field of today takes what was written in one of its key: its options may be others, or it may have become a choice. */
export const takes = ({ kind, options = [] }: RecordField, written: string): boolean =>
  kind === "text" || options.some(({ value }) => value === written);

const [frameOfField, frameOfOption] = [300, 60];

/** What fields take in a form when all of them are filled in, in characters: labels, hints and options with what is around them. */
export const sizeOfRecord = (fields: readonly RecordField[]): number =>
  fields.reduce((size, { kind, label, hint, options = [], maxLength = longestText }) => {
    const said = longerOf(label) + (hint ? longerOf(hint) : 0) + (kind === "text" ? maxLength : 0);
    return size + frameOfField + said + options.reduce((all, option) => all + frameOfOption + longerOf(option.label), 0);
  }, 0);

const longerOf = ({ fr, en = "" }: Localized): number => Math.max(fr.length, en.length);

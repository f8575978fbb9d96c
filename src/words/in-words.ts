/** Sentences for the codes that we know, and one for those that only somebody else does. */
export type Sentences<Code extends string> = Readonly<Record<Code | "other", string>>;

/** A code is never shown itself: one that has no sentence of its own is said by `other`. */
export const inWords = <Code extends string>(sentences: Sentences<Code>, code: string): string =>
  Object.hasOwn(sentences, code) ? sentences[code as Code] : sentences.other;

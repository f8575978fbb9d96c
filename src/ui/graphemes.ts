let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as its reader counts them. What tells them apart takes a while to make, and is seldom needed. */
export function graphemesIn(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** The largest key that a column of either database holds. */
const largest = 2_147_483_647;

/** The key of a row as a button or a form carries it back; null for anything else, which may come from anywhere. */
export function readId<Id extends number>(text: string | undefined): Id | null {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) return null;
  const id = Number(text);
  return id <= largest ? (id as Id) : null;
}

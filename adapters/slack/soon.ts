/** What comes of this when it comes within so many milliseconds; null when it takes longer. */
export async function soon<Result>(coming: Promise<Result>, ms: number): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([coming, slow]).finally(() => clearTimeout(timer));
}

/** What comes within so many milliseconds; null for what takes longer. */
export async function inTime<Result>(coming: Promise<Result>, ms: number): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([coming, slow]);
  } finally {
    clearTimeout(timer);
  }
}

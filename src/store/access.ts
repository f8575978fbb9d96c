import { access, constants, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Makes a folder and those above it that are not there. Node's own way goes on for ever in one that takes none, such as /proc. */
export async function makeFolder(path: string, mode: number): Promise<void> {
  if (await isThere(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path), mode);
  await mkdir(path, { mode }).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

/**
 * Whether this process may write a file, and lay others beside it as SQLite does, or make what is not there yet. Nothing is tried.
 * @throws the system's error, with its code.
 */
export async function checkAccess(path: string): Promise<void> {
  if (await isThere(path)) await access(path, constants.W_OK);
  const folder = dirname(path);
  if (await isThere(folder)) await access(folder, constants.W_OK | constants.X_OK);
  else await checkAccess(folder);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

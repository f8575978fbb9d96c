import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Desired } from "../import/desired.ts";
import { makeFolder } from "../store/access.ts";

/** Only a play writes this file: a folder that has things in it and not this one is somebody's, and is left alone. */
const marker = "triade-simulation.json";

/** The files of a play. Nothing else is ever removed from its folder. */
export const playFiles = {
  database: "triade.db",
  keys: "keys.json",
  arrived: "arrived.txt",
} as const;
const written = [...Object.values(playFiles), ...["-wal", "-shm", "-journal"].map((end) => `${playFiles.database}${end}`)];

/** What the marker says. Of no play, while a folder is being cleared: a process killed then leaves it to be cleared again. */
interface Mark {
  play: string | null;
  finished: boolean;
}

/** Why a folder cannot be played in. */
export type FolderRefusal = "foreign" | "other-play" | "unreachable";

/**
 * What is played: the plan, its people and its dyads as the files say them, whatever the files are called.
 * Two plays of the same fingerprint go on in the same folder.
 */
export const fingerprint = ({ plan, people, dyads, menteeRows }: Desired): string =>
  createHash("sha256")
    .update(JSON.stringify({ plan, people, dyads, menteeRows }, (key, value) => (key === "place" ? undefined : value)))
    .digest("hex")
    .slice(0, 12);

/**
 * Makes a folder ready for a play: as it is when the same play was interrupted there, empty of its own files when
 * that play is finished or to start afresh. @returns why it is refused, with nothing touched; null when it is ready.
 */
export async function preparePlay(folder: string, play: string, { fresh }: { fresh: boolean }): Promise<FolderRefusal | null> {
  const mark = await readMark(folder);
  if (typeof mark === "string") return mark;
  if (mark?.play && mark.play !== play && !fresh) return "other-play";
  if (mark?.play === play && !mark.finished && !fresh) return null;
  try {
    await makeFolder(folder, 0o777);
    await writeMark(folder, { play: null, finished: false });
    for (const name of written) await rm(join(folder, name), { force: true });
    await writeMark(folder, { play, finished: false });
    return null;
  } catch {
    return "unreachable";
  }
}

export const finishPlay = (folder: string, play: string): Promise<void> => writeMark(folder, { play, finished: true });

const writeMark = (folder: string, mark: Mark): Promise<void> => writeFile(join(folder, marker), `${JSON.stringify(mark)}\n`);

/** Null where there is no play yet: the folder is not there, or is empty. */
async function readMark(folder: string): Promise<Mark | null | FolderRefusal> {
  try {
    const names = await readdir(folder);
    if (names.length === 0) return null;
    if (!names.includes(marker)) return "foreign";
    return parseMark(await readFile(join(folder, marker), "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : "unreachable";
  }
}

/** A marker cut short was being written: its folder was being cleared, or had just been finished. */
function parseMark(text: string): Mark {
  try {
    const { play, finished } = JSON.parse(text);
    return { play: typeof play === "string" ? play : null, finished: finished === true };
  } catch {
    return { play: null, finished: false };
  }
}

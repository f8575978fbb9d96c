import { readFile } from "node:fs/promises";
import { type Problem, problem } from "./problems.ts";

type Decoded = { text: string } | { looksLike: "workbook" | "binary" };

const marks: readonly { bytes: readonly number[]; encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);

/**
 * Text as schools' programs save it: with a byte order mark, what the mark says; without one UTF-8, and
 * whatever is not valid UTF-8 is Windows-1252, which has a character for every byte.
 */
function decodeText(bytes: Uint8Array): Decoded {
  // "PK" opens a zip archive, which .xlsx and .ods files are; D0 CF 11 E0 is the older .xls.
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { looksLike: "workbook" };
  const mark = marks.find((candidate) => startsWith(bytes, candidate.bytes));
  const text = mark ? new TextDecoder(mark.encoding).decode(bytes) : decodeWithoutMark(bytes);
  return text.includes("\0") ? { looksLike: "binary" } : { text: text.normalize("NFC") };
}

function decodeWithoutMark(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return decodeWindows1252(bytes);
    throw error;
  }
}

/** What Windows-1252 has at bytes 80 to 9F; everywhere else it is Latin-1. */
const above7F = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Many versions of Node 20 to 24 take `TextDecoder("windows-1252")` for Latin-1 (nodejs/node issue 60888), so it is done here. */
const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (byte) => above7F[byte.charCodeAt(0) - 0x80] as string);

const reasons: Readonly<Record<string, "missing" | "folder" | "forbidden">> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EISDIR: "folder",
  EACCES: "forbidden",
  EPERM: "forbidden",
};

/** @param mentionedAt where the file was named, when it was in another file. */
export async function readTextFile(path: string, mentionedAt?: Problem["place"]): Promise<{ text: string } | { problem: Problem }> {
  const place = mentionedAt ?? { file: path, line: null, path: null };
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return { problem: problem(place, "file-unreadable", { path, reason: reasons[bytes.code ?? ""] ?? "other" }) };
  const decoded = decodeText(bytes);
  return "text" in decoded ? decoded : { problem: problem(place, "file-not-text", { looksLike: decoded.looksLike }) };
}

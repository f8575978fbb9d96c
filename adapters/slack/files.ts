import type { webApi } from "@slack/bolt";
import { clip } from "../../src/ui/limits.ts";
import type { Message } from "../../src/ui/model.ts";
import { DeliveryError } from "../../src/ui/platform.ts";
import { calendarFile } from "../calendar-file.ts";
import { pictureOf } from "../picture.ts";
import { problemOf } from "./errors.ts";
import { post } from "./fetch.ts";
import { persistently } from "./persistently.ts";

interface FileToSend {
  filename: string;
  file: Buffer;
  title: string;
  alt_text?: string;
}

/** Slack takes so many characters of it; the message says it whole. */
const longestAlt = 1000;
/** Messages of a conversation in which a file is looked for that was put there seconds ago. */
const lookedThrough = 15;

/** The files that go with a message: the entries for a calendar, and its charts as pictures. */
async function filesOf({ blocks, language }: Message): Promise<FileToSend[]> {
  const files = blocks.map(async (block): Promise<FileToSend[]> => {
    if (block.kind === "event") {
      const { name, text } = calendarFile(block.event);
      return [{ filename: name, file: Buffer.from(text), title: block.event.title }];
    }
    if (block.kind !== "chart") return [];
    const { name, alt, png } = await pictureOf(block.chart, language);
    return [{ filename: name, file: Buffer.from(png), title: block.chart.title, alt_text: clip(alt, longestAlt) }];
  });
  return (await Promise.all(files)).flat();
}

/**
 * Puts the files of a message into the conversation where it was shown, and nowhere else. The message says all that they
 * say, so that it stands without them.
 */
export async function sendFiles(
  client: webApi.WebClient,
  channel: string,
  message: Message,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  for (const file of await filesOf(message)) {
    const id = await persistently(() => upload(client, file), wait);
    await putInto(client, channel, { id, title: file.title }, wait);
  }
}

/** Nobody sees it yet, so that it may be done again. @returns its id. */
async function upload(client: webApi.WebClient, { filename, file, alt_text }: FileToSend): Promise<string> {
  const about = { filename, length: file.length, ...(alt_text ? { alt_text } : {}) };
  const { file_id = "", upload_url = "" } = await client.files.getUploadURLExternal(about);
  const body = new FormData();
  body.append("file", new Blob([new Uint8Array(file)]), filename);
  const { ok, status } = await post(upload_url, { method: "POST", body }).catch((cause: unknown) => {
    throw new DeliveryError({ problem: "temporary", reason: "slack-unreachable" }, { cause });
  });
  if (!ok) throw new DeliveryError({ problem: "temporary", reason: `http-${status}` });
  return file_id;
}

/** Where Slack could not be heard about it, the file is looked for before it is put there again. */
async function putInto(
  client: webApi.WebClient,
  channel: string,
  file: { id: string; title: string },
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  let isInDoubt = false;
  await persistently(async () => {
    if (isInDoubt && (await isThere(client, channel, file.id))) return;
    try {
      await client.files.completeUploadExternal({ channel_id: channel, files: [file] });
    } catch (error) {
      isInDoubt = problemOf(error).problem === "temporary";
      throw error;
    }
  }, wait);
}

async function isThere(client: webApi.WebClient, channel: string, file: string): Promise<boolean> {
  const { messages = [] } = await client.conversations.history({ channel, limit: lookedThrough });
  return messages.some(({ files }) => files?.some(({ id }) => id === file));
}

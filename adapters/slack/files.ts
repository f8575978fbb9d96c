import type { webApi } from "@slack/bolt";
import { clip } from "../../src/ui/limits.ts";
import type { Message } from "../../src/ui/model.ts";
import { calendarFile } from "../calendar-file.ts";
import { pictureOf } from "../picture.ts";
import { persistently } from "./persistently.ts";

interface FileToSend {
  filename: string;
  file: Buffer;
  title: string;
  alt_text?: string;
}

/** Slack takes so many characters of it; the message says it whole. */
const longestAlt = 1000;

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
    await persistently(() => client.files.uploadV2({ channel_id: channel, ...file }), wait);
  }
}

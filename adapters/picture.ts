import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { ResvgRenderOptions } from "@resvg/resvg-js";
import type { Chart, Message } from "../src/ui/model.ts";
import { phrases } from "../src/ui/speak.ts";
import { chartSvg } from "./chart-svg.ts";

/** A picture is never shown without its `alt`. The name tells nothing: a notification may show it on a locked screen. */
interface Picture {
  name: string;
  alt: string;
  png: Uint8Array;
}

const longestMs = 5_000;
const mostWaiting = 40;
/** A telephone has two or three points where a page has one. */
const zoom = 2;

/** @throws Error when it cannot be drawn in time: the words of the chart then stand alone. */
export async function pictureOf(chart: Chart, language: Message["language"]): Promise<Picture> {
  return { name: `${phrases[language].chart}.png`, alt: chart.alt, png: await toPng(chartSvg(chart, language)) };
}

const { resolve } = createRequire(import.meta.url);

/** The machine may have no fonts at all, or others: only these are read. */
export const fonts = (): string[] =>
  ["400Regular", "600SemiBold"].map((weight) => resolve(`@expo-google-fonts/open-sans/${weight}/OpenSans_${weight}.ttf`));

const rendering = (): ResvgRenderOptions => ({
  font: { loadSystemFonts: false, fontFiles: fonts(), defaultFontFamily: "Open Sans" },
  fitTo: { mode: "zoom", value: zoom },
});

const program = `
const { createRequire } = require("node:module");
const { parentPort, workerData } = require("node:worker_threads");
const { Resvg } = createRequire(workerData.from)("@resvg/resvg-js");
parentPort.postMessage(new Resvg(workerData.svg, workerData.rendering).render().asPng());`;

let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * One after the other, each in a thread of its own: loading the renderer and drawing would delay an acknowledgement,
 * and what the renderer leaves behind in memory goes with the thread.
 *
 * @throws Error when it is not drawn within so many milliseconds of its turn, or when too many wait.
 */
export async function toPng(svg: string, withinMs = longestMs): Promise<Uint8Array> {
  if (waiting >= mostWaiting) throw new Error(`${waiting} pictures are waiting already`);
  waiting++;
  const drawn = turn.then(() => draw(svg, withinMs)).finally(() => waiting--);
  turn = drawn.catch(() => undefined);
  return drawn;
}

async function draw(svg: string, withinMs: number): Promise<Uint8Array> {
  const workerData = { from: import.meta.url, svg, rendering: rendering() };
  const thread = new Worker(program, { eval: true, execArgv: [], workerData });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Uint8Array>((done, fail) => {
      timer = setTimeout(() => fail(new Error(`no picture within ${withinMs} ms`)), withinMs);
      thread.on("message", done);
      thread.on("error", fail);
      thread.on("exit", () => fail(new Error("the thread that draws ended without a picture")));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

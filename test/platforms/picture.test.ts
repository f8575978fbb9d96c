import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartSvg } from "../../adapters/chart-svg.ts";
import { fonts, pictureOf, toPng } from "../../adapters/picture.ts";
import type { Chart } from "../../src/ui/model.ts";

const chart: Chart = {
  title: "Bien-être (OMS-5) au fil des étapes",
  alt: "Bien-être (OMS-5) : Suivi 1 : 64; Suivi 2 : 44.",
  max: 100,
  mark: { value: 48, label: "Seuil d’un résultat bas : 48" },
  bars: [
    { label: "Suivi 1", value: 64 },
    { label: "Suivi 2", value: 44 },
  ],
};
const width = 440;
const margin = 22;

const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => text);
const fillsOf = (svg: string): number[] =>
  [...svg.matchAll(/width="([\d.]+)" height="26"[^>]*fill="#17695f"/g)].map(([, long]) => Number(long));
const withFonts = { font: { loadSystemFonts: false, fontFiles: fonts(), defaultFontFamily: "Open Sans" } };
/** What is drawn, without the ground that it is drawn on. */
const extentOf = (svg: string) => new Resvg(svg.replace(/<rect width="440" height="\d+" fill="#fffdf9"\/>/, ""), withFonts).getBBox();

describe("a chart as a picture", () => {
  it("is a PNG of twice the size, with its words beside it and a name that tells nothing", async () => {
    const { png, alt, name } = await pictureOf(chart, "fr");
    expect(Buffer.from(png.subarray(0, 8)).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect(sizeOf(png).width).toBe(2 * width);
    expect(alt).toBe(chart.alt);
    expect(name).toBe("graphique.png");
    expect((await pictureOf(chart, "en")).name).toBe("chart.png");
  });

  it("says its title, each label and value, its scale and what its mark means", () => {
    expect(textsOf(chartSvg(chart, "fr"))).toEqual([
      ...["Bien-être (OMS-5) au fil des étapes", "Suivi 1", "64", "Suivi 2", "44"],
      ...["0", "100", "Seuil d’un résultat bas : 48"],
    ]);
    const english = chartSvg({ ...chart, max: 5, bars: [{ label: "Follow-up 1", value: 2.5 }] }, "en");
    expect(textsOf(english)).toContain("2.5");
    expect(textsOf(chartSvg({ ...chart, max: 5, bars: [{ label: "Suivi 1", value: 2.5 }] }, "fr"))).toContain("2,5");
  });

  it("is as long as the value is great, and never longer than its scale", () => {
    const bars = [50, 100, 250, 25, 0, -4].map((value) => ({ label: "x", value }));
    const [half = 0, whole = 0, beyond, quarter = 0, ...none] = fillsOf(chartSvg({ ...chart, bars }, "fr"));
    expect(whole / half).toBeCloseTo(2, 1);
    expect(half / quarter).toBeCloseTo(2, 1);
    expect(beyond).toBe(whole);
    expect(none).toEqual([]);
  });

  it("tells what calls for a look by more than a colour", () => {
    const hatches = (tone: "good" | "attention" | "warning") =>
      chartSvg({ ...chart, bars: [{ label: "x", value: 40, tone }] }, "fr").match(/url\(#hatch\)/g)?.length ?? 0;
    expect([hatches("good"), hatches("attention"), hatches("warning")]).toEqual([0, 1, 1]);
  });

  it("cuts no word, however long or wide, and shows it as it was typed", () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."WMmw@%—œŒÉABCOQ&<>\"'éàabcdefgxyz0123456789"), minLength: 1, maxLength: 70 }),
      fc.constantFrom("Anticonstitutionnellement".repeat(3), "Ж".repeat(60), "Щ".repeat(60), "שלום", "«", "W".repeat(80)),
    );
    const label = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(label, label, label, (title, bar, mark) => {
        const svg = chartSvg({ ...chart, title, mark: { value: 48, label: mark }, bars: [{ label: bar, value: 99.5 }] }, "fr");
        const box = extentOf(svg);
        expect(box?.x).toBeGreaterThanOrEqual(margin - 4);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width - margin + 4);
        const unescaped = textsOf(svg)
          .join("")
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&quot;/g, '"')
          .replace(/&amp;/g, "&");
        expect(unescaped.replaceAll(" ", "")).toBe(`${title}${bar}99,50100${mark}`.replaceAll(" ", ""));
      }),
      { numRuns: 60 },
    );
  });

  it("is drawn with what no picture may hold left out", async () => {
    await expect(pictureOf({ ...chart, title: "a\u0000\u0008\ud800b\uffff <script>" }, "fr")).resolves.toMatchObject({ alt: chart.alt });
  });

  it("needs no font of the machine", () => {
    const drawn = (fontFiles: string[]) => {
      const svg = chartSvg(chart, "fr");
      return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).render().asPng();
    };
    expect(fonts()).toHaveLength(2);
    expect(drawn(fonts()).equals(drawn([]))).toBe(false);
  });

  it("is given up when it takes too long, and so is one that cannot be drawn; the next one is drawn", async () => {
    const late = toPng(chartSvg(chart, "fr"), 0);
    const broken = toPng("<svg");
    const next = toPng(chartSvg(chart, "fr"));
    await expect(late).rejects.toThrow("no picture within 0 ms");
    await expect(broken).rejects.toThrow(/svg/i);
    expect(sizeOf(await next).width).toBe(2 * width);
  });

  it("refuses when more wait than can be drawn in good time", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
    const asked = await Promise.allSettled(Array.from({ length: 42 }, () => toPng(svg, 0)));
    expect(
      asked.filter(({ status, ...why }) => status === "rejected" && /waiting already/.test(String(Object.values(why)[0]))),
    ).toHaveLength(2);
  });

  it("keeps no process alive", async () => {
    const built = JSON.stringify(join(import.meta.dirname, "../../dist/adapters/picture.js"));
    const script = `const { pictureOf } = await import(${built});
      const { png } = await pictureOf(${JSON.stringify(chart)}, "fr");
      console.log(png.length > 1000);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { timeout: 15_000 });
    expect(stdout.trim()).toBe("true");
  });
});

import { graphemesIn } from "../src/ui/graphemes.ts";
import type { Bar, Chart, Tone } from "../src/ui/model.ts";
import { formatNumber } from "../src/ui/speak.ts";

type Language = Parameters<typeof formatNumber>[1];

/** The colours of the light page: ink holds 4.5:1 on the ground, fills 3:1 on the track. */
const ink = "#2a2722";
const quietInk = "#665f56";
const ground = "#fffdf9";
const track = "#ece5d9";
const fills: Record<Tone, string> = { plain: "#17695f", quiet: "#6f675d", good: "#2c6737", attention: "#855000", warning: "#a5302a" };
/** What calls for a look is hatched too: colour alone is not seen by everyone. */
const hatched: readonly Tone[] = ["attention", "warning"];

/** In units of which a telephone shows about 360 across. */
const width = 440;
const margin = 22;
const inner = width - 2 * margin;
const barHeight = 26;
const overshoot = 4;

interface Style {
  size: number;
  weight: 400 | 600;
  colour: string;
}
const titled: Style = { size: 20, weight: 600, colour: ink };
const labelled: Style = { size: 17, weight: 400, colour: ink };
const valued: Style = { size: 19, weight: 600, colour: ink };
const small: Style = { size: 15, weight: 400, colour: quietInk };
const lineHeight = ({ size }: Style): number => Math.round(size * 1.36);

/** Bars below each other, each under its own label, so that a long one takes lines and no room of the bar. */
export function chartSvg({ title, max, mark, bars }: Chart, language: Language): string {
  const values = bars.map(({ value }) => formatNumber(value, language));
  const trackWidth = inner - Math.max(...values.map((value) => widthOf(value, valued)), 0) - 12;
  const at = (value: number): number => round(trackWidth * Math.min(1, Math.max(0, value / max) || 0));
  const drawn: string[] = [];
  let y = margin;
  const write = (text: string, style: Style, x = margin, room = inner): void => {
    for (const line of wrap(text, style, room)) {
      drawn.push(textAt(line, style, x, y + style.size));
      y += lineHeight(style);
    }
  };

  write(title, titled);
  y += 10;
  bars.forEach((bar, place) => {
    write(bar.label, labelled);
    y += 6;
    drawn.push(barAt(y, trackWidth, at(bar.value), bar), ...(mark ? [markAt(margin + at(mark.value), y)] : []));
    drawn.push(textAt(values[place] ?? "", valued, width - margin, y + 20, "end"));
    y += barHeight + 14;
  });
  y -= 4;
  drawn.push(textAt(formatNumber(0, language), small, margin, y + small.size));
  drawn.push(textAt(formatNumber(max, language), small, margin + trackWidth, y + small.size, "end"));
  y += lineHeight(small);
  if (mark) {
    y += 12;
    drawn.push(markLine(margin + 4, y, y + lineHeight(small) + 1));
    write(mark.label, small, margin + 18, inner - 18);
  }
  return framed(drawn, Math.ceil(y + margin - 4));
}

const framed = (drawn: readonly string[], height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Open Sans">
<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3.5" height="9" fill="${ground}" fill-opacity="0.5"/></pattern></defs>
<rect width="${width}" height="${height}" fill="${ground}"/>
${drawn.join("\n")}
</svg>`;

function barAt(y: number, trackWidth: number, filled: number, { tone = "plain" }: Bar): string {
  const strip = (long: number, fill: string): string =>
    `<rect x="${margin}" y="${y}" width="${round(long)}" height="${barHeight}" rx="${Math.min(5, long / 2)}" fill="${fill}"/>`;
  return [
    strip(trackWidth, track),
    ...(filled > 0 ? [strip(filled, fills[tone])] : []),
    ...(filled > 0 && hatched.includes(tone) ? [strip(filled, "url(#hatch)")] : []),
  ].join("");
}

const markAt = (x: number, y: number): string => markLine(x, y - overshoot, y + barHeight + overshoot);

/** Dashed, with a rim of the ground, so that it is seen on the bar and beside it. */
function markLine(x: number, top: number, bottom: number): string {
  const gap = 3;
  const count = Math.round((bottom - top + gap) / 9);
  const dash = round((bottom - top + gap) / count - gap);
  const line = (look: string): string => `<path d="M${round(x)} ${top}V${bottom}" fill="none" ${look}/>`;
  return line(`stroke="${ground}" stroke-width="6"`) + line(`stroke="${ink}" stroke-width="2.5" stroke-dasharray="${dash} ${gap}"`);
}

const textAt = (text: string, { size, weight, colour }: Style, x: number, y: number, anchor: "start" | "end" = "start"): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escaped(text)}</text>`;

const round = (number: number): number => Math.round(number * 10) / 10;

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** As XML takes it: what it forbids altogether is left out. */
const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, " ").replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

/**
 * How wide a text is at most, in the same units: the advance widths of Open Sans, rounded up by kind of letter.
 * Nothing has to be loaded to know where a line must break, and none is ever cut.
 */
function widthOf(text: string, { size, weight }: Style): number {
  let ems = 0;
  for (const letter of text) ems += kinds.find(([kind]) => kind.test(letter))?.[1] ?? 1.15;
  return ems * size * (weight === 600 ? 1.06 : 1);
}

/** In ems, of the regular weight. */
const kinds: readonly [RegExp, number][] = [
  [/[ \u00a0il.,;:'’!jI]/, 0.29],
  [/[()[\]ftr-]/, 0.41],
  [/[acskvxyzà-åç]/, 0.56],
  [/[a-z\d«»é-ëì-ïò-öù-ý?+]/, 0.62],
  [/[A-LN-VX-ZÀ-ÅÇ-ÏÒ-ÖÙ-Ý&–−]/, 0.79],
];

/** Lines that each fit into `room`; a word that is too long for one is parted. */
function wrap(text: string, style: Style, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\n\r]+/).flatMap((word) => parted(word, style, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer, style) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function parted(word: string, style: Style, room: number): string[] {
  if (widthOf(word, style) <= room) return [word];
  const parts = [""];
  for (const { segment } of graphemesIn(word)) {
    const longer = `${parts.at(-1)}${segment}`;
    if (widthOf(longer, style) <= room) parts[parts.length - 1] = longer;
    else parts.push(segment);
  }
  return parts;
}

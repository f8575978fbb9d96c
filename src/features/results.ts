import { dayOf } from "../program/day.ts";
import type { Instrument, ScoreDefinition } from "../program/instrument.ts";
import { type Change, compare, isLow, type Result } from "../program/questionnaire.ts";
import type { AdministrationId, Dyad, Organization } from "../program/terms.ts";
import type { Administration } from "../store/administrations.ts";
import {
  giveConsent,
  type OwnAdministration,
  type Reader,
  readers,
  readOwnAdministrations,
  readSharedResults,
  type SharedResult,
  withdrawConsent,
} from "../store/answers.ts";
import { readInstrument } from "../store/instruments.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { formatList, formatNumber } from "../ui/speak.ts";
import { localized } from "../words/index.ts";
import type { Feature, Visit } from "./feature.ts";
import { otherName } from "./own-dyad.ts";
import { stageName, stageNames } from "./own-questionnaires.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

/** An administration whose result can be shown to whoever looks at it. */
interface Shown extends Pick<Administration, "id" | "stage" | "cohortId" | "dyadId" | "instrument"> {
  result: Result;
}

const answered = (own: readonly OwnAdministration[]): (OwnAdministration & { result: Result })[] =>
  own.flatMap((one) => (one.answered && one.answered.result !== "declined" ? [{ ...one, result: one.answered.result }] : []));

/** Whether it was answered at all: one that was declined was not. */
export const isAnswered = (one: OwnAdministration): boolean => answered([one]).length > 0;

export const hasScore = ({ result }: { result: Result }): boolean => result.scores.some(({ value }) => value !== null);

/** Who accompanies the author of an administration: consent names the person, not the role. */
export function mentorOf(visit: Visit, { dyadId }: Pick<Administration, "dyadId">): string {
  const dyad = visit.dyads.find(({ id }) => id === dyadId);
  return dyad ? otherName(dyad) : visit.words.common.roles.mentor;
}

/** The result of one administration to its author: the score, what changed, the chart, and where help is when it is low. */
export async function resultBlocks(visit: Visit, id: AdministrationId): Promise<Block[]> {
  const { results: w } = visit.words.questionnaire;
  const own = answered(await readOwnAdministrations(visit.store, visit.viewer));
  const place = own.findIndex((one) => one.id === id);
  const current = own[place];
  if (!current || !hasScore(current)) return [{ kind: "text", text: w.noScore }];
  const instrument = await readInstrument(visit.store, visit.organization.id, current.instrument);
  const until = own.slice(0, place + 1).filter((one) => one.instrument === current.instrument);
  return [
    { kind: "heading", text: w.heading },
    { kind: "text", text: w.thanks },
    ...scoreFacts(visit, instrument, current.result),
    ...comparisons(visit, instrument, until, sinceOwn(visit)),
    ...(await charts(visit, instrument, until)),
    { kind: "text", text: shownTo(visit, current), tone: "quiet" },
    ...(isLow(current.result) ? whereHelpIs(visit, visit.organization) : []),
  ];
}

function scoreFacts(visit: Visit, instrument: Instrument, result: Result): Block[] {
  const { language } = visit.person;
  const { results: w } = visit.words.questionnaire;
  const scored = instrument.scores.flatMap((definition) => {
    const value = result.scores.find(({ id }) => id === definition.id)?.value ?? null;
    return value === null ? [] : [{ definition, value }];
  });
  if (scored.length === 0) return [{ kind: "text", text: w.noScore }];
  const facts = scored.map(({ definition, value }) => ({
    label: w.score(localized(definition.name, language)),
    value: { bold: w.outOf(formatNumber(value, language), formatNumber(definition.range.max, language)) },
  }));
  return [{ kind: "facts", facts }];
}

type Since = (earlier: Shown, current: Shown, which: "first" | "last") => string;

/** What a comparison is with, to the author: they know what their first time was. */
const sinceOwn =
  ({ words: { questionnaire } }: Visit): Since =>
  (_, __, which) =>
    which === "first" ? questionnaire.results.sinceFirst : questionnaire.results.sinceLast;

/** To another reader, the first that is shown may not be the first there was: the stages are named, and nothing else is told. */
async function betweenShown(visit: Visit, shown: readonly Shown[]): Promise<Since> {
  const names = new Map(await Promise.all(shown.map(async (one) => [one.id, await stageName(visit, one)] as const)));
  const nameOf = ({ id }: Shown): string => names.get(id) ?? "";
  return (earlier, current) => visit.words.questionnaire.results.between(nameOf(earlier), nameOf(current));
}

/** With the first time and with the last one; with one alone where they are the same. */
function comparisons(visit: Visit, instrument: Instrument, until: readonly Shown[], since: Since): Block[] {
  const [current, last] = until.toReversed();
  const [first] = until;
  if (!current || !last || !first) return [];
  const lines = (earlier: Shown, which: "first" | "last"): Text[] =>
    compare(instrument, earlier.result, current.result).map((change) =>
      visit.words.common.labelled({ bold: since(earlier, current, which) }, inWords(visit, instrument, change)),
    );
  const lists = [lines(first, "first"), ...(last.id === first.id ? [] : [lines(last, "last")])];
  // Of several scores, each comparison is a list of its own: together they may be longer than one can be.
  const shown = instrument.scores.length > 1 ? lists : [lists.flat()];
  return shown.flatMap((items) => (items.length > 0 ? [{ kind: "list", items }] : []));
}

function inWords(visit: Visit, instrument: Instrument, { id, change, direction, meaningful }: Change): string {
  const { language } = visit.person;
  const { results: w } = visit.words.questionnaire;
  const name =
    instrument.scores.length > 1 ? `${localized(instrument.scores.find((score) => score.id === id)?.name ?? { fr: id }, language)}, ` : "";
  if (direction === "none") return `${name}${w.noChange}`;
  const size = Math.abs(change);
  const signed = `${change > 0 ? "+" : "−"}${formatNumber(size, language)}`;
  const rule = meaningful === null ? w.noRule : meaningful ? w.counts : w.tooSmall;
  return `${name}${w.points(signed, size)} — ${rule}`;
}

/** One chart for each score, with a bar for each time. */
async function charts(visit: Visit, instrument: Instrument, shown: readonly Shown[]): Promise<Block[]> {
  const names = await stageNames(visit, shown);
  const chartOf = (definition: ScoreDefinition): Block[] => {
    const { language } = visit.person;
    const { results: w } = visit.words.questionnaire;
    const bars = shown.flatMap(({ result }, place) => {
      const value = result.scores.find(({ id }) => id === definition.id)?.value ?? null;
      return value === null ? [] : [{ label: names[place] ?? "", value }];
    });
    const name = localized(definition.name, language);
    const low = definition.bands.low?.scoreAtMost;
    if (bars.length === 0) return [];
    return [
      {
        kind: "chart",
        chart: {
          title: w.chart(name),
          alt: clip(w.chartAlt(name, bars.map(({ label, value }) => w.at(label, formatNumber(value, language))).join("; ")), limits.label),
          max: definition.range.max,
          ...(low === undefined ? {} : { mark: { value: low, label: w.mark(formatNumber(low, language)) } }),
          bars: bars.slice(-limits.bars),
        },
      },
    ];
  };
  return instrument.scores.flatMap(chartOf);
}

function whereHelpIs(visit: Visit, { assistance }: Organization): Block[] {
  const { results: w } = visit.words.questionnaire;
  const { labelled } = visit.words.common;
  const own: Text[] = assistance
    ? [
        [
          ...(assistance.phone
            ? [
                labelled(w.help.assistance(assistance.name), {
                  link: `tel:${assistance.phone.replace(/[^\d+]/g, "")}`,
                  label: assistance.phone,
                }),
              ]
            : [w.help.assistance(assistance.name)]),
          ...(assistance.url ? [" · ", { link: assistance.url, label: assistance.url }] : []),
        ],
      ]
    : [];
  return [
    { kind: "text", text: w.low },
    { kind: "list", items: [...own, w.help.infoSocial, w.help.crisis] },
    { kind: "text", text: w.lowPrivacy, tone: "quiet" },
  ];
}

/** Everything the viewer answered, with whom each result is shown to, and the buttons to change it. */
export async function ownResults(visit: Visit): Promise<Block[]> {
  const { results: w } = visit.words.questionnaire;
  const own = answered(await readOwnAdministrations(visit.store, visit.viewer));
  const last = own.at(-1);
  if (!last) return [{ kind: "text", text: w.none }];
  const instrument = await readInstrument(visit.store, visit.organization.id, last.instrument);
  const alike = own.filter((one) => one.instrument === last.instrument);
  const names = new Map((await stageNames(visit, alike)).map((name, place) => [alike[place]?.id, name]));
  const items = alike.slice(-6).map((one) => ({
    title: names.get(one.id) ?? "",
    lines: [
      ...(one.done ? [w.answeredOn(dayOf(one.done.at, visit.organization.zone))] : []),
      ...scoresInWords(visit, instrument, one.result),
      shownTo(visit, one),
    ],
    // Where nothing is calculated, nothing can be shown; what was consented to can still be taken back.
    buttons: readers.filter((reader) => hasScore(one) || one.consents[reader]).map((reader) => consentButton(visit, one, reader)),
  }));
  return [
    { kind: "heading", text: w.history },
    ...comparisons(visit, instrument, alike, sinceOwn(visit)),
    ...(await charts(visit, instrument, alike)),
    { kind: "items", items },
  ];
}

const scoresInWords = (visit: Visit, instrument: Instrument, result: Result): Text[] =>
  scoreFacts(visit, instrument, result).flatMap((block) => {
    if (block.kind === "facts") return block.facts.map(({ label, value }) => visit.words.common.labelled(label, value));
    return block.kind === "text" ? [block.text] : [];
  });

function shownTo(visit: Visit, one: OwnAdministration): Text {
  const { results: w } = visit.words.questionnaire;
  const names = readers.filter((reader) => one.consents[reader]).map((reader) => w.to[reader](mentorOf(visit, one)));
  return names.length > 0 ? w.shownTo(formatList(names, visit.person.language)) : w.shownToNobody;
}

const consentButton = (visit: Visit, one: OwnAdministration, reader: Reader): Button => ({
  label: clip(visit.words.questionnaire.results[one.consents[reader] ? "hide" : "show"][reader](mentorOf(visit, one)), limits.button),
  action: one.consents[reader] ? "results.hide" : "results.show",
  data: { administration: String(one.id), reader },
});

const changeConsent =
  (change: typeof giveConsent) =>
  async (visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> => {
    const own = answered(await readOwnAdministrations(visit.store, visit.viewer));
    const one = own.find(({ id }) => String(id) === data.administration);
    const reader = readers.find((known) => known === data.reader);
    if (!one || !reader) return replaceWith(visit, visit.words.common.noLongerThere);
    await change(visit.store, one, reader, visit.now);
    return { kind: "replace", message: messageTo(visit, visit.words.questionnaire.results.history, await ownResults(visit)) };
  };

/** What a mentee chose to show this viewer, and nothing else: of what was not shown, not even that it exists. */
export async function sharedBlocks(visit: Visit, dyad: Dyad, menteeName: string): Promise<Block[]> {
  const { results: w } = visit.words.questionnaire;
  const shared: SharedResult[] = await readSharedResults(visit.store, visit.viewer, dyad);
  const shown = shared.flatMap(({ result, ...one }) => (result === "declined" || !hasScore({ result }) ? [] : [{ ...one, result }]));
  const last = shown.at(-1);
  if (!last) return [{ kind: "text", text: w.sharedNone(menteeName) }];
  const instrument = await readInstrument(visit.store, visit.organization.id, last.instrument);
  const alike = shown.filter((one) => one.instrument === last.instrument);
  return [
    { kind: "heading", text: clip(w.sharedHeading(menteeName), 150) },
    ...comparisons(visit, instrument, alike, await betweenShown(visit, alike)),
    ...(await charts(visit, instrument, alike)),
    { kind: "text", text: w.sharedPrivacy, tone: "quiet" },
  ];
}

export const results: Feature = {
  name: "results",
  verb: null,
  roles: ["mentee"],
  about: (words) => words.questionnaire.results.button,
  open: async (visit) => say(visit, visit.words.questionnaire.results.history, await ownResults(visit)),
  actions: { show: changeConsent(giveConsent), hide: changeConsent(withdrawConsent) },
};

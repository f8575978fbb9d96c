import { calendarOf, nextOpenInstant } from "../program/calendar.ts";
import { addMinutes, dayOf } from "../program/day.ts";
import { announce, readAnnounced, readChannels } from "../store/channels.ts";
import { clip, form, limits } from "../ui/limits.ts";
import type { Block, Button, Form } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import { coordinated } from "./coordination.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { readId } from "./ids.ts";
import { messageTo, refuse, replaceWith, say, sayText } from "./replies.ts";

const longest = 1500;
const longestLink = 500;
const mostChannels = 10;
/** What could not be said by then, counted from the first hour at which it may be, would be old news. */
const minutesToSay = 3 * 24 * 60;

const channelsOf = async ({ store, organization }: Visit) => (await readChannels(store, organization.id)).slice(0, mostChannels);
type Channels = Awaited<ReturnType<typeof channelsOf>>;

/** The cohort by whose calendar it is said. */
const lasting = (visit: Visit) => coordinated(visit).find(({ endsOn }) => visit.today <= endsOn);

/** Why nothing can be announced just now; null where it can. */
function hindrance(visit: Visit, channels: Channels): string | null {
  const { announce: w, status } = visit.words;
  if (!lasting(visit)) return status.noCohort;
  if (channels.length > 0) return null;
  return visit.store.messengers.includes("teams") ? w.nowhere : w.inPrivateOnly;
}

const isAtHand = async (visit: Visit): Promise<boolean> => hindrance(visit, await channelsOf(visit)) === null;

/** To whoever coordinates, where there is a channel to say something in. */
export async function announceButton(visit: Visit): Promise<Button[]> {
  if (!(await isAtHand(visit))) return [];
  return [{ label: visit.words.announce.about, action: "announce.open" }];
}

const announceForm = (visit: Visit, channels: Channels): Form => {
  const { announce: w, common } = visit.words;
  return form({
    language: visit.person.language,
    id: "announce.publish",
    title: w.title,
    intro: [{ kind: "text", text: w.explain, tone: "quiet" }],
    fields: [
      { kind: "text", key: "text", label: w.text, multiline: true, maxLength: longest },
      { kind: "text", key: "link", label: w.link, hint: w.linkHint, maxLength: longestLink, optional: true },
      {
        kind: "choices",
        key: "channels",
        label: w.channels,
        options: channels.map(({ id, name }) => ({ value: String(id), label: clip(name, limits.option) })),
        values: channels.map(({ id }) => String(id)),
      },
    ],
    submit: w.submit,
    cancel: common.cancel,
  });
};

async function open(visit: Visit): Promise<Reply> {
  const channels = await channelsOf(visit);
  const hindered = hindrance(visit, channels);
  return hindered !== null ? sayText(visit, hindered) : { kind: "ask", form: announceForm(visit, channels) };
}

const isLink = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === "https:" && !/\s/.test(text);

async function publish(visit: Visit, { answers }: Submission): Promise<FormReply> {
  const w = visit.words.announce;
  const known = await channelsOf(visit);
  const cohort = lasting(visit);
  const hindered = hindrance(visit, known);
  if (hindered !== null || !cohort) return refuse(visit, hindered ?? visit.words.status.noCohort);
  const read = readAnswers(answers, visit.words);
  const text = read.text("text", { max: longest });
  const link = read.text("link", { max: longestLink, optional: true });
  const chosen = read.choices(
    "channels",
    known.map(({ id }) => String(id)),
  );
  if (link !== null && !isLink(link)) read.refuse("link", w.noLink);
  if (chosen.length === 0) read.refuse("channels", w.noChannel);
  if (read.failed() || text === null) return { kind: "ask", form: refill(announceForm(visit, known), answers, read.errors) };
  const channels = known.filter(({ id }) => chosen.includes(String(id)));
  const { calendar, quietHours } = await visit.planOf(cohort);
  const first = nextOpenInstant(visit.now, calendarOf(calendar), quietHours, visit.organization.zone);
  const until = addMinutes(first, minutesToSay);
  const id = await announce(visit.store, visit.person, { text, link }, { channels, cohortId: cohort.id, until }, visit.now);
  return say(visit, w.title, [
    { kind: "text", text: w.underWay(channels.map(({ name }) => clip(name, limits.name))), tone: "good" },
    seeState(visit, id),
  ]);
}

const seeState = ({ words }: Visit, id: number): Block => ({
  kind: "buttons",
  buttons: [{ label: words.announce.see, action: "announce.state", data: { announcement: String(id) } }],
});

/** Where an announcement stands, channel by channel. */
async function state(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const { announce: w, common } = visit.words;
  const id = readId<number>(data.announcement);
  const announced = id === null ? [] : await readAnnounced(visit.store, visit.person, id);
  if (id === null || announced.length === 0) return replaceWith(visit, common.noLongerThere);
  const names = new Map((await readChannels(visit.store, visit.organization.id)).map((one) => [one.id, clip(one.name, limits.name)]));
  const blocks = announced.map(({ channelId, outcome, settledAt }): Block => {
    const where = names.get(channelId) ?? null;
    if (outcome === null) return { kind: "text", text: w.waiting(where) };
    const on = settledAt === null ? visit.today : dayOf(settledAt, visit.organization.zone);
    return outcome === "sent"
      ? { kind: "text", text: w.said(where, on), tone: "good" }
      : { kind: "text", text: outcome === "expired" ? w.late(where) : w.failed(where), tone: "warning" };
  });
  const isUnderWay = announced.some(({ outcome }) => outcome === null);
  return { kind: "replace", message: messageTo(visit, w.title, [...blocks, ...(isUnderWay ? [seeState(visit, id)] : [])]) };
}

/** What a coordinator says to everybody at once, where the bot was added among them. */
export const announceFeature: Feature = {
  name: "announce",
  verb: { fr: "annonce", en: "announce" },
  aliases: ["annonces", "annoncer", "announcement", "announcements"],
  roles: ["coordinator"],
  about: (words) => words.announce.about,
  isAtHand,
  inChannels: true,
  open,
  asks: ["open"],
  actions: { state },
  forms: { publish },
};

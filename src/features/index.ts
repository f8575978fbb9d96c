import { announceFeature } from "./announce.ts";
import { answerQuestionnaire } from "./answer-questionnaire.ts";
import { calendar } from "./calendar.ts";
import type { Feature } from "./feature.ts";
import { helpAmong } from "./help.ts";
import { home } from "./home.ts";
import { leadFollowUp } from "./lead-follow-up.ts";
import { logMeeting } from "./log-meeting.ts";
import { notMe } from "./not-me.ts";
import { notebook } from "./notebook.ts";
import { objective } from "./objective.ts";
import { participants } from "./participants.ts";
import { pause } from "./pause.ts";
import { readRecordFeature } from "./read-record.ts";
import { results } from "./results.ts";
import { status } from "./status.ts";
import { toldWhere } from "./told-where.ts";
import { normalized } from "./verbs.ts";

export const help = helpAmong(() => features);

/** Everything a person can do, in the order in which help lists it. */
export const features: readonly Feature[] = [
  help,
  home,
  status,
  leadFollowUp,
  logMeeting,
  notebook,
  objective,
  calendar,
  answerQuestionnaire,
  results,
  readRecordFeature,
  pause,
  participants,
  announceFeature,
  toldWhere,
  notMe,
];

export const featureOfVerb = (verb: string): Feature | undefined =>
  features.find(({ verb: own, aliases = [] }) => own && [own.fr, own.en, ...aliases].some((one) => normalized(one) === verb));

/** Whether a button opens a form, when nothing stands in the way. */
export function opensForm(action: string): boolean {
  const found = featureOf(action);
  return found?.feature.asks?.includes(found.what) ?? false;
}

/** The feature that an action or a form belongs to, and its name there: `log-meeting.open`. */
export function featureOf(name: string): { feature: Feature; what: string } | undefined {
  const at = name.indexOf(".");
  const feature = features.find((candidate) => candidate.name === name.slice(0, at));
  return feature && { feature, what: name.slice(at + 1) };
}

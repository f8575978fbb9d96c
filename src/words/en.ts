import { announce } from "./en/announce.ts";
import { calendar } from "./en/calendar.ts";
import { common } from "./en/common.ts";
import { help } from "./en/help.ts";
import { home } from "./en/home.ts";
import { introduction } from "./en/introduction.ts";
import { leadFollowUp } from "./en/lead-follow-up.ts";
import { logMeeting } from "./en/log-meeting.ts";
import { notebook, objective } from "./en/notebook.ts";
import { notices } from "./en/notices.ts";
import { participants } from "./en/participants.ts";
import { pause } from "./en/pause.ts";
import { playground } from "./en/playground.ts";
import { questionnaire } from "./en/questionnaire.ts";
import { simulation } from "./en/simulation.ts";
import { status } from "./en/status.ts";
import { toldWhere } from "./en/told-where.ts";
import type { Words } from "./fr.ts";

/** The compiler holds it against French: a phrase that is missing does not compile. */
export const en: Words = {
  announce,
  calendar,
  common,
  help,
  home,
  introduction,
  leadFollowUp,
  logMeeting,
  notebook,
  notices,
  objective,
  participants,
  pause,
  playground,
  questionnaire,
  simulation,
  status,
  toldWhere,
};

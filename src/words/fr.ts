import { announce } from "./fr/announce.ts";
import { calendar } from "./fr/calendar.ts";
import { common } from "./fr/common.ts";
import { help } from "./fr/help.ts";
import { home } from "./fr/home.ts";
import { introduction } from "./fr/introduction.ts";
import { leadFollowUp } from "./fr/lead-follow-up.ts";
import { logMeeting } from "./fr/log-meeting.ts";
import { notebook, objective } from "./fr/notebook.ts";
import { notices } from "./fr/notices.ts";
import { participants } from "./fr/participants.ts";
import { pause } from "./fr/pause.ts";
import { playground } from "./fr/playground.ts";
import { questionnaire } from "./fr/questionnaire.ts";
import { simulation } from "./fr/simulation.ts";
import { status } from "./fr/status.ts";
import { toldWhere } from "./fr/told-where.ts";

/** The source language: Québec usage, vouvoiement. A phrase that takes values is a function. */
export const fr = {
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

export type Words = typeof fr;

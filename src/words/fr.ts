import { common } from "./fr/common.ts";
import { help } from "./fr/help.ts";
import { leadFollowUp } from "./fr/lead-follow-up.ts";
import { logMeeting } from "./fr/log-meeting.ts";
import { notices } from "./fr/notices.ts";
import { playground } from "./fr/playground.ts";
import { questionnaire } from "./fr/questionnaire.ts";

/** The source language: Québec usage, vouvoiement. A phrase that takes values is a function. */
export const fr = {
  common,
  help,
  leadFollowUp,
  logMeeting,
  notices,
  playground,
  questionnaire,
};

export type Words = typeof fr;

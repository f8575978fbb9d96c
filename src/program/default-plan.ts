import { hour } from "./day.ts";
import { defaultStages } from "./default-stages.ts";
import type { Plan } from "./plan.ts";

/** What a cohort's plan file may leave out. A school sets its own closed days. */
export const defaultPlan: Plan = {
  stages: defaultStages,
  calendar: { region: "CA-QC", easter: "good-friday", weekend: [6, 7], closed: [] },
  capacityPerDay: 3,
  quietHours: { from: hour("18:00"), to: hour("07:30") },
  sendAt: hour("08:30"),
  startAt: hour("15:45"),
  reminders: {
    announceDaysBefore: 21,
    weekBeforeDays: 7,
    dayBefore: 1,
    questionnaire: [2, 5],
    silentAfterDays: 28,
    silentAgainAfterDays: 42,
  },
};

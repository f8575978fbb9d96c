import { announcement } from "./announcement.ts";
import { datesChanged } from "./dates-changed.ts";
import { digest } from "./digest.ts";
import { followUpAnnounced } from "./follow-up-announced.ts";
import { followUpConcern } from "./follow-up-concern.ts";
import { followUpMoved } from "./follow-up-moved.ts";
import { followUpInAWeek, followUpTomorrow } from "./follow-up-reminder.ts";
import { invitation, recognized } from "./invitation.ts";
import { linked } from "./linked.ts";
import { noMeetingLately } from "./no-meeting-lately.ts";
import type { Notice } from "./notice.ts";
import { questionnaireInvitation, questionnaireReminders } from "./questionnaire.ts";
import { welcome } from "./welcome.ts";

/** What each planning run plans; of what is due together, a date comes before what is asked or reminded of it. The digests have a run, and a cursor, of their own. */
export const plannedWith = {
  notices: [
    welcome,
    followUpAnnounced,
    followUpMoved,
    followUpConcern,
    questionnaireInvitation,
    ...questionnaireReminders,
    followUpInAWeek,
    followUpTomorrow,
    datesChanged,
    noMeetingLately,
  ],
  digests: [digest],
} satisfies Record<string, readonly Notice[]>;

/** What a coordinator has said, to accounts that are to be linked or just were. */
export const aboutAccounts: readonly Notice[] = [invitation, recognized, linked];

/** Everything that the bot says unprompted. */
export const notices: readonly Notice[] = [...Object.values(plannedWith).flat(), ...aboutAccounts, announcement];

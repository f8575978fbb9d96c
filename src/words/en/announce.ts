import { formatList } from "../../ui/speak.ts";
import type { Words } from "../fr.ts";

const where = (channel: string | null): string => (channel === null ? "In a channel where I am no more" : `In “${channel}”`);

export const announce: Words["announce"] = {
  about: "Publish an announcement",
  title: "Announcement to a team",
  explain: "Your text is published as it is, with your name, to all members of the channel. Put nothing confidential in it.",
  text: "Text",
  link: "Link",
  linkHint: "An address that begins with https://",
  noLink: "Write a whole address that begins with https://, or leave this field empty.",
  channels: "Where to publish it",
  noChannel: "Choose at least one channel.",
  submit: "Publish",
  nowhere:
    "I publish in no channel yet. In Teams, add the app to a team yourself, once your cohort has begun: you can then publish announcements there. If it is there already, remove it from the team and add it again.",
  inPrivateOnly: "Here I write in private only, never in a channel: publish this announcement yourself, where everybody will read it.",
  underWay: (channels) => `Noted: the announcement goes out during sending hours in ${formatList(channels, "en")}.`,
  see: "See where it stands",
  waiting: (channel) => `${where(channel)}: under way, it goes out during sending hours.`,
  said: (channel, on) => [`${where(channel)}: published on `, { date: on }, "."],
  late: (channel) => `${where(channel)}: it could not go out in time, and will not any more. Publish it again if it is still of use.`,
  failed: (channel) =>
    `${where(channel)}: it could not be published. Check that the app is still in the team and may write there, then publish the announcement again.`,
  summary: "Announcement from the mentoring program",
  by: (name) => [{ person: name }, ", mentoring coordination"],
};

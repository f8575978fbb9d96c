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
  nowhere: "I am in no channel. In Teams, add the app to a team yourself: you can then publish announcements there.",
  inPrivateOnly: "Here I write in private only, never in a channel: publish this announcement yourself, where everybody will read it.",
  underWay: (channels) => `Noted: the announcement goes out during sending hours in ${formatList(channels, "en")}.`,
  see: "See where it stands",
  waiting: (channel) => `${where(channel)}: under way, it goes out during sending hours.`,
  said: (channel, on) => [`${where(channel)}: published on `, { date: on }, "."],
  failed: (channel) =>
    `${where(channel)}: it could not be published. Check that the app is still in the team and may write there, then publish the announcement again.`,
  summary: "Announcement from the mentoring program",
  by: (name) => [{ person: name }, ", mentoring coordination"],
};

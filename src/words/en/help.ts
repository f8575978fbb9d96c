import type { Words } from "../fr.ts";

export const help: Words["help"] = {
  about: "See what I can do for you",
  button: "Help",
  hello: (givenName) => ["Hello ", { person: givenName }, ". Here is what I can do for you."],
  summary: "What I can do for you",
  howTo: "Press a button, or write the word in bold.",
  wall: "What you share here is kept apart from human resources and supervision.",
  outsider: "The mentoring program is kept apart from staff management: I give no information about the people who take part in it.",
};

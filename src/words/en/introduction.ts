import type { Words } from "../fr.ts";

export const introduction: Words["introduction"] = {
  summary: "One question before we begin",
  areYou: (name, organization) => ["Are you ", { person: name }, `, enrolled in the mentoring program of ${organization}?`],
  yes: "Yes, that’s me",
  no: "No",
  welcome: "All set: I now know who you are, and this is where I will write to you.",
  answeredHere: "Done: I know now who you are. My messages still come to the account that you were linked to already; here, I answer you.",
  alsoHere: (messenger) =>
    `All set: I now know who you are. My messages still reach you in ${messenger}: a button below lets you change that.`,
  denied:
    "Noted: I have not linked anything to this account. Please ask the person who coordinates the mentoring program to check the e-mail address you are enrolled with.",
  membersOnly: "Hello! I do not answer guest accounts or bots. Thank you for understanding.",
};

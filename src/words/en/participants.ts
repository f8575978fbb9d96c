import type { Words } from "../fr.ts";

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);

export const participants: Words["participants"] = {
  about: "See who is not linked yet",
  summary: "Participants’ accounts",
  heading: "Participants and their accounts",
  nobody: "None of your cohorts is under way or to come.",
  linked: (linked, total) =>
    linked === total
      ? total === 1
        ? "The only person enrolled is linked to an account."
        : `All ${total} people enrolled are linked to an account.`
      : `${linked} of ${total} people linked to an account. Still to be linked:`,
  notLinked: (count) => `${people(count)} ${count === 1 ? "is" : "are"} not linked to an account yet.`,
  see: "See participants",
  page: (from, to, total) => (from === to ? `Person ${to} of ${total}.` : `People ${from} to ${to} of ${total}.`),

  never: "No linked account.",
  gone: (since, why) => ["Out of reach since ", { date: since }, `: ${why}.`],
  proposed: (account, on) => [
    "The account “",
    { person: account },
    "” has the e-mail address they are enrolled with. It was asked on ",
    { date: on },
    " and has not answered.",
  ],
  recognized: (account, on) => [
    "You or another coordinator recognized the account “",
    { person: account },
    "” on ",
    { date: on },
    ": it has not confirmed yet.",
  ],
  denied: (account, on) => ["The account “", { person: account }, "” answered on ", { date: on }, " that it is not this person."],
  invitation: {
    sent: (on) => ["Invitation of ", { date: on }, ": sent."],
    waiting: (on) => ["Invitation of ", { date: on }, ": on its way, within sending hours."],
    noDirectory: (on) => [
      "Invitation of ",
      { date: on },
      ": no messaging that runs here can look up an account by e-mail address. Ask this person to write to the assistant: " +
        "I will know them by their address, or you can tell me who it is.",
    ],
    failed: (on, why) => ["Invitation of ", { date: on }, `: ${why}.`],
    reasons: {
      "no-account": "no account with this e-mail address",
      "guest-account": "guest account",
      "bot-account": "account of a bot",
      "account-taken": "the account with this e-mail address is linked to somebody else",
      "shared-email": "several people are enrolled with this e-mail address",
      denied: "the account with this e-mail address answered that it is not this person",
      gone: "the account with this e-mail address receives nothing",
      done: "this person is linked already",
      "no-directory": "no messaging that runs here can look up an account by e-mail address",
      other: "it could not be sent",
    },
  },

  confirm: "Yes, it is this person",
  confirmNamed: (account) => `Yes, it is “${account}”`,
  invite: "Invite",
  inviteAll: "Invite everyone who is not linked",
  strangers: "Accounts that I do not recognize",
  wrote: (on) => ["Wrote on ", { date: on }, "."],
  saidNo: (on) => ["Said no to my question on ", { date: on }, "."],
  who: "Say who it is",
  moreStrangers: (count) => (count === 1 ? "And one other account." : `And ${count} other accounts.`),

  invited: (count) =>
    count === 1
      ? "Noted: I will look for this person’s account within sending hours, and invite them if I find it."
      : `Noted: I will look for the accounts of these ${count} people within sending hours, and invite those whom I find.`,
  noDirectory:
    "No messaging that runs here can look up an account by e-mail address, so I can invite nobody. Ask these people to write to the assistant: " +
    "I will know them by their address, or you can tell me who it is.",
  invitedAlready: "This week’s invitation is made already. Nothing was changed.",
  nowLinked: (name) => [{ person: name }, " is linked now. I am telling them first; the rest waits for a day, in case it is a mistake."],
  alreadyLinked: (name) => [{ person: name }, " is linked to an account already. Nothing was changed."],
  accountGone: "This account is no longer waiting: it is linked, or another answer came meanwhile. Nothing was changed.",
  accountLeft: (account) => [
    "The account “",
    { person: account },
    "” is not a member’s, or no longer is: it is closed, or a guest’s. It was not linked.",
  ],
  everyoneLinked: "Everyone is linked to an account already. Nothing was changed.",
  asked: (account, name) => [
    "Noted: I am asking the account “",
    { person: account },
    "” whether it is ",
    { person: name },
    ". Nothing is linked before it says yes.",
  ],

  form: {
    title: "Who is this?",
    account: (account) => ["The account “", { person: account }, "” wrote, and no e-mail address tells me who it is."],
    promise: "They will have to confirm it themselves: until then, this account sees nothing and receives nothing else.",
    person: "It is the account of",
    submit: "Ask them",
    denied: "This account answered that it is not this person.",
    more: (count) => (count === 1 ? "One other person is not in this list." : `${count} other people are not in this list.`),
  },

  told: {
    invitationLabel: "Invitation",
    invitation: (organization) => `Hello! I am the assistant of the mentoring program of ${organization}.`,
    recognizedLabel: "Question to a recognized account",
    recognized: (coordinator) => [
      { person: coordinator },
      ", who coordinates the mentoring program, believes they recognize your account.",
    ],
    linkedLabel: "Word of a linked account",
    linkedSummary: "Your account was just linked",
    linked: (coordinator, name, organization) => [
      { person: coordinator },
      " linked this account to the enrolment of ",
      { person: name },
      ` in the mentoring program of ${organization}. This is where I will write to you.`,
    ],
    ifNot: "If this is not you, say so now: I send nothing else before tomorrow.",
    notMe: "This is not me",
    unlinked: "Noted: this account is no longer linked to anybody, and the coordination will see it. Thank you for saying so.",
  },
};

import type { Words } from "../fr.ts";

export const playground: Words["playground"] = {
  with: (names) => `with ${names}`,
  coordinator: "coordinates the program",
  deputy: "deputy coordinator",
  noRole: "outside the program",
  offices: { direction: "school administration", "human-resources": "human resources", "technical-admin": "technical administration" },
  reasons: {
    done: "already done",
    "not-needed": "nothing to say this time",
    "just-said": "this was just said",
    moved: "the date changed",
    ended: "the dyad ended",
    "said-together": "said in another message",
    "no-longer-concerned": "the person is no longer concerned",
    "too-late": "too late to be of use",
    paused: "the person is taking a break",
    "quiet-hours": "outside sending hours",
    "enough-this-week": "enough messages of this kind this week",
    throttled: "the platform asks to wait",
    temporary: "to be tried again",
    gone: "address that no longer answers",
    "no-address": "person who cannot be reached",
    "no-platform": "platform that is not running here",
    other: "refused by the platform",
  },
};

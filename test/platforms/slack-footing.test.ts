import { expect, it } from "vitest";
import { footingOf } from "../../adapters/slack/people.ts";
import { read } from "../../adapters/slack/read.ts";

it.each([
  ["of the workspace", { team_id: "T1" }, "member"],
  ["that names no workspace", {}, "member"],
  ["of another workspace, by a shared channel", { team_id: "T9" }, "guest"],
  [
    "of another workspace of the same organization, and of this one too",
    { team_id: "T9", enterprise_user: { teams: ["T9", "T1"] } },
    "member",
  ],
  ["of another workspace of the same organization alone", { team_id: "T9", enterprise_user: { teams: ["T9"] } }, "guest"],
  ["of a stranger", { team_id: "T1", is_stranger: true }, "guest"],
  ["of a guest of one channel", { team_id: "T1", is_ultra_restricted: true }, "guest"],
  ["of Slack's own bot", { id: "USLACKBOT", team_id: "T1" }, "bot"],
] as const)("an account %s is the same asked about and in an event", (_, user, kind) => {
  expect(footingOf(user, "T1")).toBe(kind);
  const event = { type: "user_change", user: { id: "U1", ...user } };
  const heard = read({ type: "event_callback", team_id: "T1", event_id: "E1", event });
  expect(JSON.stringify(heard)).toContain(kind === "member" ? '"returned"' : '"left"');
});

import type { BothStage } from "../../support/both-stage.ts";
import type { Actor } from "../../support/stage.ts";
import type { Hands } from "./hands.ts";
import { slackHandsOn } from "./slack-hands.ts";
import { teamsHandsOn } from "./teams-hands.ts";

/** Slack and Teams beside each other: everybody acts where they live. */
export function bothHandsOn({ stage, inSlack, inTeams }: Omit<BothStage, "close">): Omit<Hands, "close"> {
  const all = { slack: slackHandsOn(inSlack), teams: teamsHandsOn(inTeams) };
  const of = ({ address }: Actor): Hands => all[address.platform as keyof typeof all];
  return {
    name: "slack and teams",
    stage,
    says: (actor, text) => of(actor).says(actor, text),
    presses: (actor, label) => of(actor).presses(actor, label),
    pressesRaw: (actor, action, data) => of(actor).pressesRaw(actor, action, data),
    fills: (actor, answers) => of(actor).fills(actor, answers),
    opensHome: (actor) => of(actor).opensHome(actor),
    visible: (actor) => of(actor).visible(actor),
    buttons: (actor) => of(actor).buttons(actor),
    form: (actor) => of(actor).form(actor),
  };
}

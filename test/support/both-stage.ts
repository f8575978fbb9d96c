import type { PersonId } from "../../src/program/terms.ts";
import type { Address } from "../../src/ui/platform.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";
import { openStage, type Stage, type StageOptions } from "./stage.ts";
import { openTeamsStage, type TeamsStage } from "./teams-stage.ts";

export interface BothStage {
  stage: Stage;
  inSlack: SlackStage;
  inTeams: TeamsStage;
  /** The messages that were sent by themselves, where they went. */
  sent: { platform: string; user: string; key: string }[];
  close(): Promise<void>;
}

type Places = NonNullable<StageOptions["platform"]>[];

/** A school of which some live in the tests' own Slack and the others, as `isInTeams` says, in the tests' own Teams. */
export async function openBothStage({
  isInTeams,
  ...options
}: StageOptions & { isInTeams: (name: string) => boolean }): Promise<BothStage> {
  const places: Places = [];
  let opened: (stage: Promise<Stage>) => void;
  const sent: BothStage["sent"] = [];
  const listened = (platform: Places[number]): Places[number] => {
    const { send } = platform;
    platform.send = async (to, outgoing) => {
      const receipt = await send(to, outgoing);
      sent.push({ platform: platform.name, user: to.user, key: outgoing.key });
      return receipt;
    };
    return platform;
  };
  const together = new Promise<Stage>((resolve) => {
    opened = resolve;
  });
  const open = ({ platform }: StageOptions = {}): Promise<Stage> => {
    if (platform) places.push(listened(platform));
    const [first, ...others] = places;
    if (!first || others.length === 0) return together;
    const addressesIn = Object.fromEntries(places.map(({ name, addressOf }) => [name, addressOf]));
    const addressOf = (id: PersonId, name: string): Address => {
      const address = addressesIn[isInTeams(name) ? "teams" : "slack"]?.(id, name);
      if (!address) throw new Error(`${name} lives nowhere`);
      return address;
    };
    opened(openStage({ ...options, platform: Object.assign(first, { addressOf }), otherPlatforms: others }));
    return together;
  };
  const [inSlack, inTeams] = await Promise.all([openSlackStage({ open }), openTeamsStage({ open })]);
  return {
    stage: await together,
    inSlack,
    inTeams,
    sent,
    async close() {
      await inSlack.close();
      await inTeams.close();
    },
  };
}

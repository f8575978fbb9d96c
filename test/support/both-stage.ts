import type { PersonId } from "../../src/program/terms.ts";
import type { Address } from "../../src/ui/platform.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";
import { openStage, type Stage, type StageOptions } from "./stage.ts";
import { openTeamsStage, type TeamsStage } from "./teams-stage.ts";

export interface BothStage {
  stage: Stage;
  inSlack: SlackStage;
  inTeams: TeamsStage;
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
  const together = new Promise<Stage>((resolve) => {
    opened = resolve;
  });
  const open = ({ platform }: StageOptions = {}): Promise<Stage> => {
    if (platform) places.push(platform);
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
    async close() {
      await inSlack.close();
      await inTeams.close();
    },
  };
}

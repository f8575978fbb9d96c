import type { Knex } from "knex";
import * as first from "./0001-first.ts";
import * as chatPlatforms from "./0002-chat-platforms.ts";
import * as followUpMoves from "./0003-follow-up-moves.ts";
import * as whereItWasShown from "./0004-where-it-was-shown.ts";
import * as earlyMoves from "./0005-early-moves.ts";
import * as teams from "./0006-teams.ts";
import * as toldWhere from "./0007-told-where.ts";
import * as channels from "./0008-channels.ts";
import * as homesOfAnybody from "./0009-homes-of-anybody.ts";
import * as formsUnderWay from "./0010-forms-under-way.ts";
import * as refusals from "./0011-refusals.ts";

interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** Every migration, oldest first. The name of the last one is the version of the database. */
export const migrations: readonly Migration[] = [
  { name: "0001-first", ...first },
  { name: "0002-chat-platforms", ...chatPlatforms },
  { name: "0003-follow-up-moves", ...followUpMoves },
  { name: "0004-where-it-was-shown", ...whereItWasShown },
  { name: "0005-early-moves", ...earlyMoves },
  { name: "0006-teams", ...teams },
  { name: "0007-told-where", ...toldWhere },
  { name: "0008-channels", ...channels },
  { name: "0009-homes-of-anybody", ...homesOfAnybody },
  { name: "0010-forms-under-way", ...formsUnderWay },
  { name: "0011-refusals", ...refusals },
];

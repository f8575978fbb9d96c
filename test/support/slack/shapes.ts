import type { Loose } from "./inputs.ts";
import type { OpenView, Person, Team } from "./records.ts";

/** A person, as the Web API shows them. */
export const userOf = ({ id, team, name, email, deleted, is_restricted, is_bot, locale, tz }: Person, mayReadEmail: boolean): Loose => ({
  id,
  team_id: team,
  name: id.toLowerCase(),
  real_name: name,
  deleted: deleted ?? false,
  is_bot: is_bot ?? false,
  is_restricted: is_restricted ?? false,
  is_ultra_restricted: false,
  is_app_user: false,
  ...(locale ? { locale } : {}),
  tz: tz ?? "America/Toronto",
  profile: { real_name: name, display_name: "", ...(mayReadEmail ? { email } : {}) },
});

/** A view, as the Web API and payloads show it. */
export const viewOf = (open: OpenView, team: Team, values: Loose = {}): Loose => ({
  id: open.id,
  team_id: team.id,
  private_metadata: "",
  callback_id: "",
  external_id: "",
  title: null,
  submit: null,
  close: null,
  clear_on_close: false,
  notify_on_close: false,
  ...open.view,
  state: { values },
  hash: open.hash,
  root_view_id: open.rootId,
  previous_view_id: open.previousId,
  app_id: "A1",
  app_installed_team_id: team.id,
  bot_id: team.botId,
});

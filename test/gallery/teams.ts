import { cardIn, openCards } from "../../adapters/teams/cards.ts";
import { opensForm } from "../../src/features/index.ts";
import type { Exhibit } from "./tour.ts";

const cards = openCards(opensForm);
/** As Teams names a message whose button opened a form. */
const origin = "1231234567123";

/** The cards that Teams is sent to show one thing: what is too long for one comes in several. */
export const teamsCards = (exhibit: Exhibit) =>
  exhibit.kind === "form" ? [cardIn(cards.activityOfForm(exhibit.form, origin))] : cards.activitiesOf(exhibit.message).map(cardIn);

/** The same as a dialog shows it; null for what is too long for one, which no dialog holds. */
export function teamsDialog(exhibit: Exhibit) {
  if (exhibit.kind === "form") return cards.dialogOfForm(exhibit.form, origin).task.value.card.content;
  return teamsCards(exhibit).length > 1 ? null : cards.dialogOfMessage(exhibit.message, "").task.value.card.content;
}

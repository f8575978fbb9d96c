import type { Actor, StageOptions } from "../../support/stage.ts";
import { actionsIn, inputsIn } from "../../support/teams/cards.ts";
import { initially } from "../../support/teams/inputs.ts";
import type { Loose } from "../../support/teams/records.ts";
import { openTeamsStage, type TeamsStage } from "../../support/teams-stage.ts";
import { type Hands, spaces, writtenIn } from "./hands.ts";

/** Teams, over HTTP, as the tests' own Teams shows it. */
export const teamsHands = async (options: StageOptions): Promise<Hands> => teamsHandsOn(await openTeamsStage(options));

export function teamsHandsOn(scene: TeamsStage): Hands {
  const { teams, stage } = scene;
  const user = (actor: Actor) => scene.user(actor);
  /** What was typed in a form, and is not sent with another one. */
  const cardsOf = (actor: Actor): Loose[] => {
    const dialog = teams.dialog(user(actor));
    const inChat = teams.chat(user(actor)).toReversed();
    return [...(dialog ? [dialog.card] : []), ...inChat.map(({ card }) => card).filter((card) => card !== null)];
  };
  const formOf = (actor: Actor): Loose => cardsOf(actor).find((card) => inputsIn(card).length > 0);
  const press = (actor: Actor, action: string, data: Loose) => ({
    action: { type: "Action.Execute", verb: action, data: { triade: { kind: "press", action, data } } },
    trigger: "manual",
    conversation: teams.chatId(user(actor)),
  });

  return {
    name: "teams",
    stage,
    says: async (actor, text) => void (await teams.says(user(actor), text)),
    presses: async (actor, label) => void (await teams.press(user(actor), { label })),
    pressesRaw: async (actor, action, data) => void (await teams.invoke(user(actor), "adaptiveCard/action", press(actor, action, data))),
    async fills(actor, answers) {
      await teams.submit(user(actor), answers);
    },
    opensHome: async (actor) => void (await teams.invoke(user(actor), "adaptiveCard/action", press(actor, "home.open", {}))),
    visible: async (actor) =>
      spaces(
        [...cardsOf(actor).flatMap((card) => writtenIn(card, "text", "title", "label", "value")), ...teams.told(user(actor))].join(""),
      ),
    buttons: async (actor) => cardsOf(actor).flatMap((card) => actionsIn(card).map(({ title }: Loose) => title)),
    async form(actor) {
      const card = formOf(actor);
      if (!card) return null;
      const inputs = inputsIn(card);
      const empty = inputs.filter((input) => input.isRequired && initially(input) === null);
      const values = inputs.map((input) => [input.id, initially(input) ?? ""]);
      const errorOf = (id: string): string | undefined => {
        const [said] = elementsIn(card).filter((element) => element.id === `${id}.error`);
        return said && writtenIn(said, "text").join("");
      };
      const errors = inputs.flatMap(({ id }) => {
        const error = errorOf(id);
        return error === undefined ? [] : [[id, error]];
      });
      return {
        values: Object.fromEntries(values),
        errors: Object.fromEntries(errors),
        needed: Object.fromEntries(empty.map(({ id, choices }) => [id, choices?.[0]?.value ?? "Un mot."])),
      };
    },
    async close() {
      if (teams.refusals.length > 0) throw new Error(`Teams refused ${JSON.stringify(teams.refusals)}`);
      await scene.close();
    },
  };
}

const elementsIn = (value: Loose): Loose[] =>
  typeof value !== "object" || value === null
    ? []
    : [...(typeof value.id === "string" ? [value] : []), ...Object.values(value).flatMap(elementsIn)];

import { createPlayground } from "../../../adapters/web/index.ts";
import { listen } from "../../../src/http.ts";
import { playgroundOf } from "../../../src/playground.ts";
import type { Platform } from "../../../src/ui/platform.ts";
import type { Loose } from "../../support/slack/inputs.ts";
import { type Actor, openStage, type Stage, type StageOptions } from "../../support/stage.ts";
import { type Hands, spaces, writtenIn } from "./hands.ts";

/** The playground, over the JSON that its page speaks. */
export async function webHands(options: StageOptions): Promise<Hands> {
  let playground: ReturnType<typeof createPlayground> | undefined;
  const platform: Platform = {
    name: "web",
    get can() {
      return playground?.can ?? {};
    },
    start: async () => undefined,
    stop: async () => undefined,
    send: async (to, outgoing) => playground?.send(to, outgoing) as ReturnType<Platform["send"]>,
  };
  const stage: Stage = await openStage({ ...options, platform });
  playground = createPlayground({
    ...(await playgroundOf(stage.store, stage.app, { now: () => stage.now, manual: false })),
    log: () => undefined,
  });
  const opened = playground;
  await opened.start((incoming) => stage.app.handle(incoming, stage.now));
  const server = await listen([(request, response) => opened.handleRequest(request, response)], { host: "127.0.0.1", port: 0 });
  const api = `http://127.0.0.1:${server.port}/playground/api`;
  /** What answered the last thing that somebody did. */
  const answered = new Map<Actor, Loose>();

  async function post(actor: Actor, name: string, body: object): Promise<void> {
    const response = await fetch(`${api}/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ person: String(actor.id), ...body }),
    });
    const answer: Loose = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    answered.set(actor, answer);
  }
  const entries = async (actor: Actor): Promise<Loose[]> =>
    ((await (await fetch(`${api}/conversation?person=${actor.id}`)).json()) as Loose).entries;
  const actionsIn = (payload: Loose): Loose[] =>
    typeof payload !== "object" || payload === null
      ? []
      : payload.type === "Action.Execute"
        ? [payload]
        : Object.values(payload).flatMap(actionsIn);
  const openForm = (actor: Actor): Loose | null => (answered.get(actor)?.kind === "ask" ? answered.get(actor) : null);
  const inputsIn = (payload: Loose): Loose[] =>
    typeof payload !== "object" || payload === null
      ? []
      : [...(String(payload.type).startsWith("Input.") ? [payload] : []), ...Object.values(payload).flatMap(inputsIn)];
  const valuesIn = (form: Loose): Record<string, string> =>
    Object.fromEntries(inputsIn(form.card).map(({ id, value = "" }) => [id, String(value)]));
  const typed = new Map<Actor, { message?: string }>();

  return {
    name: "web",
    stage,
    says: (actor, text) => post(actor, "say", { text }),
    async presses(actor, label) {
      for (const { id, card } of (await entries(actor)).toReversed()) {
        const action = actionsIn(card?.json).find(({ title }) => title === label);
        if (!action) continue;
        typed.set(actor, { message: id });
        return post(actor, "press", { message: id, action: action.verb, data: action.data.data ?? {} });
      }
      throw new Error(`${actor.name} sees no button ${label}`);
    },
    pressesRaw: (actor, action, data) => post(actor, "press", { message: "0", action, data }),
    async fills(actor, answers) {
      const form = openForm(actor);
      if (!form) throw new Error(`${actor.name} has no form to fill in`);
      const all = { ...valuesIn(form), ...answers };
      const joined = Object.fromEntries(Object.entries(all).map(([key, value]) => [key, Array.isArray(value) ? value.join(",") : value]));
      await post(actor, "submit", { ...typed.get(actor), form: form.form, hidden: form.hidden, answers: joined });
    },
    opensHome: (actor) => post(actor, "press", { message: "0", action: "home.open", data: {} }),
    async visible(actor) {
      const shown = [
        openForm(actor)?.card ?? [],
        openForm(actor)?.title ?? "",
        ...(await entries(actor)).map(({ card }) => card?.json ?? []),
      ];
      return spaces([openForm(actor)?.title ?? "", ...shown.flatMap((one) => writtenIn(one, "text", "title", "label", "value"))].join(""));
    },
    buttons: async (actor) => (await entries(actor)).flatMap(({ card }) => actionsIn(card?.json).map(({ title }) => title)),
    async form(actor) {
      const form = openForm(actor);
      if (!form) return null;
      const empty = inputsIn(form.card).filter(({ isRequired, value }) => isRequired && !value);
      return {
        values: valuesIn(form),
        errors: form.errors,
        needed: Object.fromEntries(empty.map(({ id, choices }) => [id, choices?.[0]?.value ?? "Un mot."])),
      };
    },
    async close() {
      await server.close();
      await stage.close();
    },
  };
}

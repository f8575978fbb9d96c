import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlayground, type PlaygroundPerson } from "../../adapters/web/index.ts";
import { serveStatic } from "../../adapters/web/static.ts";
import type { Form, Message } from "../../src/ui/model.ts";
import { DeliveryError, type Incoming, type Reply } from "../../src/ui/platform.ts";
import { type FakeSchool, fakeSchool } from "../browser/support/fake-school.ts";

const message = (text: string): Message => ({ language: "fr", summary: text, blocks: [{ kind: "text", text }] });

const form: Form = {
  language: "fr",
  id: "log-meeting.form",
  title: "Noter une rencontre",
  fields: [{ kind: "text", key: "minutes", label: "Durée", error: "En minutes, s’il vous plaît." }],
  submit: "Noter",
  cancel: "Annuler",
  hidden: { dyad: "4" },
};

const solange: Omit<PlaygroundPerson, "unread"> = {
  id: "3",
  workspace: "cdsl",
  organization: "Collège de la Forêt",
  name: "Solange Mélèze",
  role: "mentor",
  detail: "Dyade avec Théo Sorbier",
  language: "fr",
  unreachable: false,
  verbs: ["rencontre", "aide"],
};
const theo: Omit<PlaygroundPerson, "unread"> = { ...solange, id: "7", name: "Théo Sorbier", role: "mentee" };
const address = { platform: "web", workspace: "cdsl", user: "3" };

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // The tests read what they know to be there.
  json: ReturnType<typeof JSON.parse>;
}

describe("the playground", () => {
  let school: FakeSchool;
  let playground: ReturnType<typeof createPlayground>;
  let port: number;
  let close: () => Promise<void>;
  let heard: Incoming[];
  /** What the bot answers to everything. */
  let reply: Reply;
  /** What it answers to who someone is. */
  const introducedReply: Reply = { kind: "say", message: message("Je ne vous reconnais pas.") };

  async function open(start: Partial<Parameters<typeof fakeSchool>[0]> = {}): Promise<void> {
    school = fakeSchool({ people: [solange, theo], now: "2026-03-09T17:30:00.000Z", ...start });
    playground = createPlayground(school.options);
    school.deliver = playground.send;
    heard = [];
    reply = { kind: "nothing" };
    await playground.start(async (incoming) => {
      heard.push(incoming);
      return incoming.kind === "introduced" ? introducedReply : reply;
    });
    const server = createServer((incoming, response) => {
      void playground.handleRequest(incoming, response).then((taken) => taken || response.writeHead(404).end("somebody else’s"));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    port = (server.address() as AddressInfo).port;
    close = () => new Promise((closed) => server.close(() => closed()));
  }

  beforeEach(() => open());
  afterEach(() => close());

  function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = body === undefined || typeof body === "string" ? (body as string | undefined) : JSON.stringify(body);
      const type: Record<string, string> = sent === undefined ? {} : { "content-type": "application/json" };
      const outgoing = request({ host: "127.0.0.1", port, method, path, agent: false, headers: { ...type, ...headers } }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          const json = /json/.test(response.headers["content-type"] ?? "") ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(sent);
    });
  }

  const get = (path: string, headers?: Record<string, string>) => ask("GET", path, undefined, headers);
  const api = (name: string) => get(`/playground/api/${name}`);
  const post = (name: string, body: unknown, headers?: Record<string, string>) => ask("POST", `/playground/api/${name}`, body, headers);

  describe("as a platform", () => {
    it("is called web and can look a message up", async () => {
      expect(playground.name).toBe("web");
      expect(await playground.can.lookUp?.(address, "k1")).toBe(null);
      const receipt = await playground.send(address, { key: "k1", message: message("Bonjour") });
      expect(receipt).not.toBe(null);
      expect(await playground.can.lookUp?.(address, "k1")).toEqual({ receipt });
    });

    it("replaces what a message says, as often as it is asked to, in its place and with the bot's own voice", async () => {
      const receipt = (await playground.send(address, { key: "k1", message: message("Bonjour") })) ?? "";
      await playground.send(address, { key: "k2", message: message("Bonsoir") });
      for (const _ of ["once", "again"]) await playground.can.update?.(address, receipt, message("C’est réglé"));
      const { json } = await api("conversation?person=3");
      expect(json.entries.map(({ card }: { card: { summary: string } }) => card.summary)).toEqual(["C’est réglé", "Bonsoir"]);
      expect(json.entries[0]).toMatchObject({ id: receipt, from: "bot", unprompted: true });
    });

    it("says what became of a message that cannot be replaced: it is not there, or it could not be written", async () => {
      const update = () => playground.can.update?.(address, "m404", message("C’est réglé"));
      await expect(update()).rejects.toMatchObject({ problem: { problem: "refused" } });
      school.options.conversation.replace = () => Promise.reject(new Error("database is locked"));
      await expect(update()).rejects.toMatchObject({ problem: { problem: "temporary" } });
    });

    it("shows a message that is sent twice under one key once", async () => {
      await playground.send(address, { key: "k1", message: message("Bonjour") });
      await playground.send(address, { key: "k1", message: message("Bonjour") });
      await playground.send(address, { key: "k2", message: message("Bonsoir") });
      const { json } = await api("conversation?person=3");
      expect(json.entries.map(({ card }: { card: { summary: string } }) => card.summary)).toEqual(["Bonjour", "Bonsoir"]);
      expect(json.entries[0]).toMatchObject({ from: "bot", unprompted: true });
    });

    it("refuses for ever what is addressed to another platform", async () => {
      const sending = playground.send({ ...address, platform: "slack" }, { key: "k1", message: message("Bonjour") });
      await expect(sending).rejects.toMatchObject({ problem: { problem: "refused" } });
    });

    it("may work later when the conversation cannot be written, and keeps what the store itself said", async () => {
      school.options.conversation.append = () => Promise.reject(new Error("database is locked"));
      const sending = playground.send(address, { key: "k1", message: message("Bonjour") });
      await expect(sending).rejects.toMatchObject({ problem: { problem: "temporary" } });
      school.options.conversation.append = () => Promise.reject(new DeliveryError({ problem: "gone", reason: "erased" }));
      const again = playground.send(address, { key: "k1", message: message("Bonjour") });
      await expect(again).rejects.toMatchObject({ problem: { problem: "gone" } });
    });

    it("answers 503 and keeps nothing while the bot is stopped", async () => {
      await playground.stop();
      const { status, json } = await post("say", { person: "3", text: "aide" });
      expect([status, json.error.code]).toEqual([503, "not-started"]);
      expect(school.conversationOf("3")).toEqual([]);
    });

    it("leaves the paths of others alone", async () => {
      for (const path of ["/slack/events", "/healthz", "/playgrounds", "/playground-else"]) {
        const { status, text } = await get(path);
        expect([path, status, text]).toEqual([path, 404, "somebody else’s"]);
      }
    });
  });

  describe("reading", () => {
    it("lists the people, with what they have not read", async () => {
      await playground.send(address, { key: "k1", message: message("Bonjour") });
      const { status, json, headers } = await api("people?lang=en");
      expect(status).toBe(200);
      expect(headers["cache-control"]).toBe("no-store");
      expect(json.people).toEqual([
        { ...solange, unread: 1 },
        { ...theo, unread: 0 },
      ]);
    });

    it("gives a message of the bot as an Adaptive Card", async () => {
      await playground.send(address, { key: "k1", message: message("Bonjour") });
      const { json } = await api("conversation?person=3");
      expect(json.earlier).toBe(false);
      expect(json.entries[0].card).toMatchObject({ language: "fr", summary: "Bonjour", json: { type: "AdaptiveCard" } });
      expect(json.entries[0]).not.toHaveProperty("message");
    });

    it("leaves older entries out, and says so", async () => {
      for (const key of ["a", "b", "c"]) await playground.send(address, { key, message: message(key) });
      const { json } = await api("conversation?person=3&limit=2");
      expect(json.entries.map(({ card }: { card: { summary: string } }) => card.summary)).toEqual(["b", "c"]);
      expect(json.earlier).toBe(true);
    });

    it("knows what was seen", async () => {
      await playground.send(address, { key: "k1", message: message("Bonjour") });
      const [entry] = school.conversationOf("3");
      expect((await post("seen", { person: "3", entry: entry?.id })).status).toBe(200);
      expect((await api("people")).json.people[0].unread).toBe(0);
    });

    it("tells the clock, its zone and what comes next", async () => {
      const due = { at: "2026-03-10T12:00:00.000Z", person: "3", kind: "digest", label: "Résumé", message: message("Résumé") };
      await close();
      await open({ due: [due] });
      expect((await api("clock")).json).toEqual({
        now: "2026-03-09T17:30:00.000Z",
        zone: "America/Toronto",
        manual: true,
        moving: false,
        next: "2026-03-10T12:00:00.000Z",
      });
    });
  });

  describe("the timeline", () => {
    const due = (at: string, person: string) => ({ at, person, kind: "digest", label: "Résumé", message: message("Un secret") });

    beforeEach(async () => {
      await close();
      await open({
        due: [
          due("2026-03-09T18:00:00.000Z", "3"),
          due("2026-03-09T18:30:00.000Z", "7"),
          due("2026-03-10T12:00:00.000Z", "3"),
          due("2026-03-11T12:00:00.000Z", "3"),
        ],
      });
      await post("clock", { to: { hours: 1 } });
    });

    const instants = (entries: { at: string }[]) => entries.map(({ at }) => at.slice(5, 16));

    it("tells what is to come, soonest first, and what is past, newest first, this minute included", async () => {
      const { json } = await api("timeline");
      expect(instants(json.upcoming)).toEqual(["03-10T12:00", "03-11T12:00"]);
      expect(instants(json.past)).toEqual(["03-09T18:30", "03-09T18:00"]);
      expect(json.past[0]).toMatchObject({ outcome: "sent", personName: "Théo Sorbier", label: "Résumé" });
      expect(json.more).toBe(false);
    });

    it("tells one person’s, and as much as asked", async () => {
      const { json } = await api("timeline?person=3&limit=1");
      expect(instants(json.past)).toEqual(["03-09T18:00"]);
      expect((await api("timeline?limit=1")).json.more).toBe(true);
    });

    it("never tells a text", async () => {
      expect((await api("timeline")).text).not.toContain("Un secret");
    });
  });

  describe("talking", () => {
    it("hands what is typed to the bot, and keeps both sides of the conversation", async () => {
      reply = { kind: "say", message: message("Voici l’aide.") };
      const { json } = await post("say", { person: "3", text: "  aide " });
      expect(heard).toEqual([{ from: address, kind: "command", text: "aide" }]);
      expect(json).toMatchObject({ kind: "say", card: { summary: "Voici l’aide." } });
      const { entries } = (await api("conversation?person=3")).json;
      expect(entries).toMatchObject([
        { from: "person", text: "aide", unprompted: false },
        { id: json.message, from: "bot", unprompted: false, card: { summary: "Voici l’aide." } },
      ]);
    });

    it("hands a press over as it is, and puts the answer in the place of the message", async () => {
      await playground.send(address, { key: "k1", message: message("Répondre?") });
      const [entry] = school.conversationOf("3");
      reply = { kind: "replace", message: message("Merci.") };
      const { json } = await post("press", {
        person: "3",
        message: entry?.id,
        action: "questionnaire.decline",
        data: { administration: "9" },
      });
      expect(heard).toEqual([{ from: address, kind: "press", action: "questionnaire.decline", data: { administration: "9" } }]);
      expect(json).toMatchObject({ kind: "replace", message: entry?.id, card: { summary: "Merci." } });
      expect(school.conversationOf("3").map((one) => one.message?.summary)).toEqual(["Merci."]);
    });

    it("says anew what should replace a message that is not there", async () => {
      reply = { kind: "replace", message: message("Merci.") };
      expect((await post("press", { person: "3", message: "m99", action: "a.b" })).json).toMatchObject({ kind: "say" });
      expect(school.conversationOf("3").map((one) => one.message?.summary)).toEqual(["Merci."]);
    });

    it("answers a press with a form, whose errors it names", async () => {
      reply = { kind: "ask", form };
      const { json } = await post("press", { person: "3", message: "m1", action: "log-meeting.open" });
      expect(json).toMatchObject({
        kind: "ask",
        form: "log-meeting.form",
        title: "Noter une rencontre",
        submit: "Noter",
        cancel: "Annuler",
        hidden: { dyad: "4" },
        errors: { minutes: "En minutes, s’il vous plaît." },
        card: { type: "AdaptiveCard" },
      });
      expect(school.conversationOf("3")).toEqual([]);
    });

    it("settles the message that a form came from when the answer comes as a new one", async () => {
      await playground.send(address, { key: "k1", message: message("Répondre?") });
      const [entry] = school.conversationOf("3");
      reply = { kind: "say", message: message("Votre résultat."), settled: message("Répondu.") };
      const answers = { "item-1": "3", topics: ["classroom", "balance"] };
      const { json } = await post("submit", { person: "3", form: "questionnaire.form", hidden: { id: "9" }, answers, message: entry?.id });
      expect(heard).toEqual([{ from: address, kind: "submit", form: "questionnaire.form", hidden: { id: "9" }, answers }]);
      expect(json.settled).toMatchObject({ message: entry?.id, card: { summary: "Répondu." } });
      expect(school.conversationOf("3").map((one) => one.message?.summary)).toEqual(["Répondu.", "Votre résultat."]);
    });

    it("says in the form, and nowhere else, that nothing of it was kept", async () => {
      reply = { kind: "say", message: message("Pas maintenant."), isUndone: true };
      const { json } = await post("submit", { person: "3", form: "questionnaire.form", answers: { "item-1": "3" } });
      expect(json).toEqual({ kind: "undone", text: "Pas maintenant." });
      expect(school.conversationOf("3")).toEqual([]);
    });

    it("shows a home as a message", async () => {
      reply = { kind: "home", home: message("Votre accueil.") };
      expect((await post("say", { person: "3", text: "accueil" })).json).toMatchObject({
        kind: "home",
        card: { summary: "Votre accueil." },
      });
    });

    it("tells nobody's name where the bot asks who it is, and shows what answers that", async () => {
      reply = { kind: "introduce" };
      const { json } = await post("say", { person: "3", text: "aide" });
      expect(json).toMatchObject({ kind: "say", card: { summary: "Je ne vous reconnais pas." } });
      expect(heard.slice(1)).toEqual([{ from: address, kind: "introduced", profile: null }]);
    });

    it("says nothing when the bot has nothing to say", async () => {
      expect((await post("press", { person: "3", action: "a.b" })).json).toEqual({ kind: "nothing" });
    });
  });

  describe("moving the clock", () => {
    it("goes an hour, a day, to a date, to an instant and to the next event", async () => {
      const due = { at: "2026-03-20T12:00:00.000Z", person: "3", kind: "digest", label: "Résumé", message: message("Résumé") };
      await close();
      await open({ due: [due] });
      const to = async (move: unknown) => (await post("clock", { to: move })).json.now;
      expect(await to({ hours: 1 })).toBe("2026-03-09T18:30:00.000Z");
      expect(await to({ days: 1 })).toBe("2026-03-10T18:30:00.000Z");
      expect(await to({ date: "2026-03-12" })).toBe("2026-03-12T13:00:00.000Z");
      expect(await to({ instant: "2026-03-13T08:00:00-04:00" })).toBe("2026-03-13T12:00:00.000Z");
      expect(await to("next-event")).toBe("2026-03-20T12:00:00.000Z");
      expect(school.conversationOf("3").map((one) => one.at)).toEqual(["2026-03-20T12:00:00.000Z"]);
    });

    it("takes the day it is, and refuses the one before, by the school’s own calendar", async () => {
      await close();
      await open({ now: "2026-03-10T02:00:00.000Z" });
      expect((await post("clock", { to: { date: "2026-03-09" } })).status).toBe(200);
      const { status, json } = await post("clock", { to: { date: "2026-03-08" } });
      expect([status, json.error.issues]).toEqual([400, [{ path: "to.date", message: "the clock only goes forward" }]]);
    });

    it.each([
      ["into the past", { instant: "2026-03-09T17:29:59.000Z" }],
      ["further than a year", { instant: "2028-03-09T17:30:00.000Z" }],
      ["to a date further than a year", { date: "2028-03-09" }],
      ["to a date that does not exist", { date: "2026-02-30" }],
      ["by half an hour", { hours: 0.5 }],
      ["backwards", { days: -1 }],
      ["by nothing", {}],
      ["two ways at once", { days: 1, hours: 1 }],
      ["to a wish", "tomorrow"],
    ])("refuses to go %s", async (_how, to) => {
      const { status, json } = await post("clock", { to });
      expect([status, json.error.code]).toEqual([400, "invalid"]);
      expect((await api("clock")).json.now).toBe("2026-03-09T17:30:00.000Z");
    });

    it("refuses a second move while one is on its way, and tells that it moves", async () => {
      let arrive: () => void = () => undefined;
      school.options.clock.move = () => new Promise((resolve) => (arrive = () => resolve({ now: "2026-03-10T17:30:00.000Z" })));
      const first = post("clock", { to: { days: 1 } });
      await expect.poll(async () => (await api("clock")).json.moving).toBe(true);
      const second = await post("clock", { to: { days: 1 } });
      expect([second.status, second.json.error.code]).toEqual([409, "clock-moving"]);
      arrive();
      expect((await first).json.moving).toBe(false);
    });

    it("can be moved again after a move that failed", async () => {
      const { move } = school.options.clock;
      school.options.clock.move = () => Promise.reject(new Error("a defect"));
      expect((await post("clock", { to: { days: 1 } })).status).toBe(500);
      school.options.clock.move = move;
      expect((await post("clock", { to: { days: 1 } })).status).toBe(200);
    });

    it("does not move the clock of the system", async () => {
      await close();
      await open({ manual: false });
      const { status, json } = await post("clock", { to: { days: 1 } });
      expect([status, json.error.code]).toEqual([409, "clock-not-manual"]);
    });
  });

  describe("refusals", () => {
    it.each([
      ["evil.example"],
      ["evil.example:80"],
      ["localhost.evil.example"],
      ["127.0.0.1.evil.example"],
      ["localhost:80:80"],
      ["[::2]"],
    ])("refuses the host %j, whatever is asked", async (host) => {
      for (const path of ["/", "/playground/style.css", "/playground/api/people"]) {
        const { status, json } = await get(path, { host });
        expect([status, json.error.code]).toEqual([403, "foreign-host"]);
      }
    });

    it.each([["localhost"], ["localhost:3000"], ["LOCALHOST:3000"], ["127.0.0.1:3000"], ["[::1]:3000"]])(
      "answers to the host %s",
      async (host) => {
        expect((await get("/playground/api/clock", { host })).status).toBe(200);
      },
    );

    it.each([["https://evil.example"], ["http://localhost:1"], ["null"], ["nonsense"]])("refuses a post from %s", async (origin) => {
      const { status, json } = await post("say", { person: "3", text: "aide" }, { origin });
      expect([status, json.error.code]).toEqual([403, "foreign-origin"]);
      expect(heard).toEqual([]);
    });

    it("answers to its own page", async () => {
      const headers = { host: "localhost:3000", origin: "http://localhost:3000" };
      expect((await post("say", { person: "3", text: "aide" }, headers)).status).toBe(200);
    });

    it.each([
      ["say", { person: "404", text: "aide" }],
      ["press", { person: "404", action: "a.b" }],
      ["submit", { person: "404", form: "a.b", answers: {} }],
      ["seen", { person: "404", entry: "m1" }],
    ])("knows nobody of that id, in %s", async (name, body) => {
      const { status, json } = await post(name, body);
      expect([status, json.error.code]).toEqual([404, "unknown-person"]);
      expect((await api("conversation?person=404")).status).toBe(404);
    });

    it.each([
      ["say", { person: "3" }, "text"],
      ["say", { person: "3", text: "   " }, "text"],
      ["say", { person: 3, text: "aide" }, "person"],
      ["say", { person: "3", text: "aide", extra: 1 }, ""],
      ["press", { person: "3", action: "" }, "action"],
      ["press", { person: "3", action: "a.b", data: { id: 1 } }, "data.id"],
      ["submit", { person: "3", form: "a.b", answers: { topics: [1] } }, "answers.topics"],
      ["submit", { person: "3", form: "a.b" }, "answers"],
      ["seen", { person: "3" }, "entry"],
      ["clock", {}, "to"],
    ])("says where a body of %s is wrong: %j", async (name, body, path) => {
      const { status, json } = await post(name, body);
      expect([status, json.error.code]).toEqual([400, "invalid"]);
      expect(json.error.issues.map((issue: { path: string }) => issue.path)).toContain(path);
      expect(heard).toEqual([]);
    });

    it.each([["people?lang=de"], ["conversation"], ["conversation?person=3&limit=0"], ["timeline?limit=many"], ["people?unknown=1"]])(
      "refuses the query %s",
      async (query) => {
        const { status, json } = await api(query);
        expect([status, json.error.code]).toEqual([400, "invalid"]);
      },
    );

    it("refuses what is not JSON", async () => {
      expect((await post("say", "{")).json.error.code).toBe("not-json");
      expect((await post("say", '{"person":"3"}', { "content-type": "text/plain" })).status).toBe(415);
      expect((await post("say", "person=3", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    });

    it("refuses a body over 64 kB, with an answer and not with a broken line", async () => {
      const { status, json } = await post("say", { person: "3", text: "é".repeat(64 * 1024) });
      expect([status, json.error.code]).toEqual([413, "too-large"]);
    });

    it.each([
      ["POST", "/playground/api/people", "GET"],
      ["GET", "/playground/api/say", "POST"],
      ["DELETE", "/playground/api/clock", "GET, POST"],
      ["POST", "/", "GET, HEAD"],
    ])("does not take %s on %s", async (method, path, allow) => {
      const { status, headers, json } = await ask(method, path);
      expect([status, headers.allow, json.error.code]).toEqual([405, allow, "wrong-method"]);
    });

    it.each([
      ["/playground/api/else"],
      ["/playground/api/toString"],
      ["/playground/else.css"],
      ["/playground/../package.json"],
      ["/playground/%2e%2e/package.json"],
      ["/playground/page.ts"],
      ["/playground/tsconfig.json"],
    ])("has no %s", async (path) => {
      const { status, json } = await get(path);
      expect([status, json.error.code]).toEqual([404, "not-found"]);
    });

    it("answers a defect with a reference that the log knows, and repeats no text", async () => {
      await playground.start(() => Promise.reject(new Error("un secret")));
      const { status, json, text } = await post("say", { person: "3", text: "mon secret" });
      expect(status).toBe(500);
      expect(school.log).toMatchObject([
        { event: "playground-failed", reference: json.error.reference, path: "/playground/api/say", error: "Error" },
      ]);
      expect(text + JSON.stringify(school.log)).not.toContain("secret");
    });
  });

  describe("the page", () => {
    it("is served at the root, with its styles, its scripts and the renderer of cards", async () => {
      const page = await get("/?person=3&lang=en");
      expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      const named = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? "");
      expect(named).toContain("/playground/page.js");
      for (const path of named) {
        const { status, headers } = await get(path);
        expect([path, status]).toEqual([path, 200]);
        expect(headers["content-type"]).toMatch(/javascript|css|svg/);
      }
    });

    it("runs no inline script and loads nothing from elsewhere", async () => {
      const { headers, text } = await get("/");
      const policy = headers["content-security-policy"] ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain("unsafe");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers).not.toHaveProperty("strict-transport-security");
      expect(text).not.toMatch(/<script(?![^>]* src="\/)|https?:\/\/| style="| on\w+="/);
    });

    it("says what to do when it was never built", async () => {
      const serving = serveStatic(new Map([["/", "index.html"]]), "/", { method: "GET" } as IncomingMessage, {} as ServerResponse);
      await expect(serving).rejects.toMatchObject({ status: 503, message: expect.stringContaining("npm run build") });
    });

    it("is not sent again when it did not change", async () => {
      const { headers } = await get("/playground/style.css");
      const again = await get("/playground/style.css", { "if-none-match": headers.etag ?? "" });
      expect([again.status, again.text]).toEqual([304, ""]);
    });

    it("answers HEAD without a body", async () => {
      const { status, headers, text } = await ask("HEAD", "/");
      expect([status, text]).toEqual([200, ""]);
      expect(Number(headers["content-length"])).toBeGreaterThan(500);
    });
  });
});

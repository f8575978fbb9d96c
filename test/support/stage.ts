import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { canFind } from "../../src/accounts.ts";
import { type App, createApp } from "../../src/app.ts";
import { opensForm } from "../../src/features/index.ts";
import { passTime } from "../../src/playback.ts";
import { addDays, type Day, day, hour, type Instant, instantAt, localTime } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { Plan } from "../../src/program/plan.ts";
import type { CohortId, DyadId, Language, Office, OrganizationId, PersonId } from "../../src/program/terms.ts";
import { type Database, migrate } from "../../src/store/database.ts";
import { createStore, type Store } from "../../src/store/store.ts";
import { createVault } from "../../src/store/vault.ts";
import type { Button, Form, Message } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { type Account, type Accounts, type Address, messengers, type Platform, type Profile, type Reply } from "../../src/ui/platform.ts";
import { openMigrated } from "./migrated.ts";

const zone = "America/Toronto";

export interface StageOptions {
  /** Local date and hour. */
  now?: string;
  startsOn?: string;
  endsOn?: string;
  plan?: Partial<Plan>;
  /** A second dyad with the same mentor, for those who accompany two people. */
  secondMentee?: boolean;
  language?: Language;
  database?: Database;
  /** What the private texts are sealed with, where another process is to read them too. */
  key?: Uint8Array<ArrayBuffer>;
  /** In the place of one that only remembers what it showed; whose address is whose goes with it. */
  platform?: Platform & { addressOf?(id: PersonId, name: string): Address };
  /** Those that run beside it. */
  otherPlatforms?: readonly Platform[];
  /** Whether the platform can make a message say something else. */
  updates?: boolean;
}

/** One person in front of the bot: says, presses, fills in, and sees. */
export class Actor {
  /** All that was shown to this person, the latest last. */
  readonly shown: Message[] = [];
  form: Form | null = null;
  /** What their platform says of them when the bot does not know their address. */
  profile: Profile | null = null;
  readonly id: PersonId;
  readonly name: string;
  readonly address: Address;
  readonly #stage: Stage;

  constructor(stage: Stage, id: PersonId, name: string, address: Address) {
    this.#stage = stage;
    this.id = id;
    this.name = name;
    this.address = address;
  }

  says(text: string): Promise<Reply> {
    return this.#take(this.#stage.app.handle({ kind: "command", from: this.address, text }, this.#stage.now));
  }

  /** Presses the latest button with this label, or with this action. */
  presses(labelOrAction: string | RegExp): Promise<Reply> {
    const matches = (text: string) => (typeof labelOrAction === "string" ? text === labelOrAction : labelOrAction.test(text));
    const buttons = this.shown.flatMap(buttonsOf);
    const button = buttons.findLast(({ label, action }) => matches(label) || matches(action));
    if (!button) throw new Error(`${this.name} has no button ${labelOrAction}; there are: ${buttons.map(({ label }) => label).join(", ")}`);
    return this.pressesRaw(button.action, button.data ?? {});
  }

  /** Presses what no button says: a forged or an old one. */
  async pressesRaw(action: string, data: Readonly<Record<string, string>>): Promise<Reply> {
    const reply = await this.#take(this.#stage.app.handle({ kind: "press", from: this.address, action, data }, this.#stage.now));
    assert.ok(reply.kind !== "ask" || opensForm(action), `${action} opens a form, of which its feature says nothing`);
    return reply;
  }

  /** Sends the open form with these answers; what they leave out goes as the form has it. */
  fillsIn(answers: Readonly<Record<string, string | readonly string[]>>): Promise<Reply> {
    if (!this.form) throw new Error(`${this.name} has no form to fill in`);
    const { id, hidden = {}, fields } = this.form;
    for (const key of Object.keys(answers)) {
      if (!fields.some((field) => field.key === key)) throw new Error(`the form ${id} has no field ${key}`);
    }
    const untouched = Object.fromEntries(
      fields.map((field) => [field.key, field.kind === "choices" ? (field.values ?? []) : (field.value ?? "")]),
    );
    return this.submitsRaw(id, hidden, { ...untouched, ...answers });
  }

  submitsRaw(
    form: string,
    hidden: Readonly<Record<string, string>>,
    answers: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Reply> {
    return this.#take(this.#stage.app.handle({ kind: "submit", from: this.address, form, hidden, answers }, this.#stage.now));
  }

  /** The last thing shown, as plain text; the form when one is open. */
  get last(): string {
    if (this.form) return formText(this.form);
    const message = this.shown.at(-1);
    return message ? plainMessage(message) : "";
  }

  sees(pattern: string | RegExp): void {
    assert.ok(has(this.last, pattern), `${this.name} does not see ${pattern} in:\n${spaces(this.last)}`);
  }

  doesNotSee(pattern: string | RegExp): void {
    assert.ok(!has(this.last, pattern), `${this.name} sees ${pattern} in:\n${spaces(this.last)}`);
  }

  /** Everything this person was ever shown, for what must never be in it. */
  get everything(): string {
    return spaces([...this.shown.map(plainMessage), this.form ? formText(this.form) : ""].join("\n"));
  }

  errors(): Record<string, string> {
    return Object.fromEntries((this.form?.fields ?? []).flatMap(({ key, error }) => (error ? [[key, error]] : [])));
  }

  async #take(coming: Promise<Reply>): Promise<Reply> {
    const first = await coming;
    const { address: from, profile } = this;
    const reply = first.kind === "introduce" ? await this.#stage.app.handle({ kind: "introduced", from, profile }, this.#stage.now) : first;
    this.form = reply.kind === "ask" ? reply.form : null;
    if (reply.kind === "say" || reply.kind === "replace") this.shown.push(reply.message);
    if (reply.kind === "home") this.shown.push(reply.home);
    return reply;
  }
}

/** Non-breaking spaces are right in French, and a nuisance in a pattern. */
const spaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

const has = (text: string, pattern: string | RegExp): boolean =>
  typeof pattern === "string" ? spaces(text).includes(pattern) : pattern.test(spaces(text));

export const buttonsOf = (message: Message): Button[] =>
  message.blocks.flatMap((block) => {
    if (block.kind === "buttons") return [...block.buttons];
    return block.kind === "items" ? block.items.flatMap((item) => [...(item.buttons ?? [])]) : [];
  });

export const formText = (form: Form): string =>
  [
    form.title,
    plainMessage({ language: form.language, summary: "", blocks: form.intro ?? [] }),
    ...form.fields.flatMap((field) => [
      field.label,
      field.hint ?? "",
      ...("options" in field ? field.options.map(({ label }) => label) : []),
      field.error ?? "",
    ]),
  ].join("\n");

/** A school with one cohort, on the real store in memory; only the platform is ours. */
export interface Stage {
  app: App;
  store: Store;
  now: Instant;
  today: Day;
  plan: Plan;
  organizationId: OrganizationId;
  cohortId: CohortId;
  dyads: { first: DyadId; second: DyadId; third: DyadId | null };
  coordinator: Actor;
  deputy: Actor;
  mentor: Actor;
  mentee: Actor;
  otherMentor: Actor;
  otherMentee: Actor;
  /** Accompanied by the same mentor as `mentee`, where the stage has a second one. */
  secondMentee: Actor | null;
  direction: Actor;
  humanResources: Actor;
  technicalAdmin: Actor;
  /** The line supervisor of `mentee`. */
  supervisor: Actor;
  stranger: Actor;
  /** All of them but the stranger. */
  everybody: readonly Actor[];
  /** Everything that was logged, as text. */
  log: string[];
  /** The messages that were made to say something else, in order. */
  updated: { by: Address; message: Message }[];
  /** What `update` does before it shows what a message says now. */
  whenUpdating: ((to: Address, receipt: string, message: Message) => Promise<void>) | null;
  /** What `send` does for an address instead of showing the message. */
  whenSending: ((to: Address, key: string) => Promise<void>) | null;
  /** Someone on a chat platform whom the bot does not know; with the first one, that platform runs here. */
  newcomer(user: string, profile: Profile | null): Actor;
  /** Whom the chat platform finds by an e-mail address; null while it cannot look. */
  whenLookingUp: ((email: string) => Promise<Account | Accounts | null>) | null;
  /** Sets the clock without running any job. */
  at(local: string): void;
  /** Lets time pass with its jobs. */
  passes(time: { days: number } | { to: string }): Promise<void>;
  close(): Promise<void>;
}

const local = (text: string): Instant => instantAt(day(text.slice(0, 10)), hour(text.slice(11) || "09:00"), zone);

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const db = options.database ?? (await openMigrated());
  if (options.database) await migrate(db);
  const running = [options.platform, ...(options.otherPlatforms ?? [])].flatMap((one) => one?.name ?? []);
  const vault = createVault(db, [{ id: "test", bytes: options.key ?? randomBytes(32) }]);
  const store = createStore(db, vault, {
    playground: (options.platform?.name ?? "web") === "web",
    messengers: messengers.filter((name) => running.includes(name)),
    findsByEmail: () => platforms.some(canFind),
  });
  const plan: Plan = { ...defaultPlan, ...options.plan };
  const language = options.language ?? "fr";

  const insert = async <Id extends number>(table: string, row: object): Promise<Id> => {
    const [added] = (await db(table).insert(row).returning("id")) as [{ id: Id }];
    return added.id;
  };
  const key = `ecole-${randomBytes(4).toString("hex")}`;
  const organizationId = await insert<OrganizationId>("organizations", {
    key,
    name: "École Exemple",
    language: "fr",
    zone,
    assistance: JSON.stringify({ name: "Programme d’aide aux employés", phone: "1 800 555-0100" }),
  });
  const program = await insert<number>("programs", { organization_id: organizationId, name: "Mentorat" });
  const startsOn = day(options.startsOn ?? "2009-01-05");
  const endsOn = day(options.endsOn ?? "2009-12-18");
  const cohortId = await insert<CohortId>("cohorts", {
    organization_id: organizationId,
    program_id: program,
    key: "2009",
    name: "Cohorte 2009",
    kind: "regular",
    starts_on: startsOn,
    ends_on: endsOn,
    plan: JSON.stringify({ plan, script: null, opensAt: null }),
  });

  const stage = {
    store,
    plan,
    organizationId,
    cohortId,
    log: [],
    whenSending: null,
    whenLookingUp: null,
    updated: [],
    whenUpdating: null,
    now: local(options.now ?? "2009-01-12T09:00"),
  } as unknown as Stage;
  const actors = new Map<string, Actor>();
  const person = async (
    givenName: string,
    familyName: string,
    more: { office?: Office; supervisor?: PersonId; language?: Language } = {},
  ) => {
    const id = await insert<PersonId>("people", {
      organization_id: organizationId,
      email: `${givenName}.${familyName}@exemple.example`.toLowerCase(),
      given_name: givenName,
      family_name: familyName,
      language: more.language ?? language,
      office: more.office ?? null,
      supervisor_id: more.supervisor ?? null,
    });
    const address = options.platform?.addressOf?.(id, `${givenName} ${familyName}`) ?? {
      platform: "web",
      workspace: key,
      user: String(id),
    };
    await insert("addresses", { organization_id: organizationId, person_id: id, ...address });
    const actor = new Actor(stage, id, `${givenName} ${familyName}`, address);
    actors.set(address.user, actor);
    return actor;
  };
  const coordinator = await person("Claire", "Coordination");
  const deputy = await person("Diane", "Adjointe");
  const supervisor = await person("Serge", "Superviseur");
  const mentor = await person("Marie", "Mentore");
  const mentee = await person("Nadia", "Nouvelle", { supervisor: supervisor.id });
  const otherMentor = await person("Marc", "Ancien");
  const otherMentee = await person("Noé", "Débutant");
  const secondMentee = options.secondMentee ? await person("Sam", "Seconde") : null;
  const direction = await person("Denis", "Direction", { office: "direction" });
  const humanResources = await person("Rita", "Ressources", { office: "human-resources" });
  const technicalAdmin = await person("Théo", "Technique", { office: "technical-admin" });

  const appoint = (who: Actor, capacity: "coordinator" | "deputy") =>
    insert("appointments", {
      organization_id: organizationId,
      cohort_id: cohortId,
      person_id: who.id,
      capacity,
      kind: "internal",
      from_on: startsOn,
      until_on: null,
      succeeds_id: null,
    });
  await appoint(coordinator, "coordinator");
  await appoint(deputy, "deputy");
  const match = (by: Actor, whom: Actor) =>
    insert<DyadId>("dyads", {
      organization_id: organizationId,
      cohort_id: cohortId,
      mentor_id: by.id,
      mentee_id: whom.id,
      coordinator_id: coordinator.id,
      began_on: startsOn,
    });
  const dyads = {
    first: await match(mentor, mentee),
    second: await match(otherMentor, otherMentee),
    third: secondMentee ? await match(mentor, secondMentee) : null,
  };

  const platform: Platform = options.platform ?? {
    name: "web",
    can: options.updates
      ? {
          async update(to, receipt, message) {
            await stage.whenUpdating?.(to, receipt, message);
            const shown = actors.get(to.user)?.shown;
            assert.ok(shown?.[Number(receipt)], `nothing was shown as ${receipt}`);
            shown[Number(receipt)] = message;
            stage.updated.push({ by: to, message });
          },
        }
      : {},
    start: async () => undefined,
    stop: async () => undefined,
    async send(to, { key: outboxKey, message }) {
      if (stage.whenSending) await stage.whenSending(to, outboxKey);
      return String((actors.get(to.user)?.shown.push(message) ?? 0) - 1);
    },
  };
  const chat: Platform = {
    ...platform,
    name: "slack",
    get can() {
      const look = stage.whenLookingUp;
      if (!look) return {};
      const find = async (email: string): Promise<Accounts> => {
        const looked = await look(email);
        return looked && "found" in looked ? looked : { found: looked ? [looked] : [], missed: null };
      };
      return { find };
    },
  };
  const platforms = [platform, ...(options.otherPlatforms ?? [])];
  const app = createApp(store, platforms, (level, event, ids) => stage.log.push(JSON.stringify({ level, event, ...ids })));
  const stranger = new Actor(stage, 0 as PersonId, "Inconnu", { platform: "web", workspace: key, user: "0" });
  const moveTo = (to: Instant) => {
    stage.now = to;
    stage.today = localTime(to, zone).day;
  };

  Object.assign(stage, {
    ...{ app, dyads, coordinator, deputy, mentor, mentee, otherMentor, otherMentee, secondMentee },
    ...{ direction, humanResources, technicalAdmin, supervisor, stranger },
    everybody: [
      ...[coordinator, deputy, mentor, mentee, otherMentor, otherMentee],
      ...(secondMentee ? [secondMentee] : []),
      ...[direction, humanResources, technicalAdmin, supervisor],
    ],
    newcomer(user: string, profile: Profile | null) {
      if (!platforms.includes(chat)) platforms.push(chat);
      const actor = new Actor(stage, 0 as PersonId, user, { platform: "slack", workspace: "T-ECOLE", user });
      actor.profile = profile;
      actors.set(user, actor);
      return actor;
    },
    at: (text: string) => moveTo(local(text)),
    async passes(time: { days: number } | { to: string }) {
      const from = localTime(stage.now, zone);
      const to = "to" in time ? local(time.to) : instantAt(addDays(from.day, time.days), from.hour, zone);
      const onArrival = async (now: Instant) => moveTo(now);
      await app.planAhead(stage.now);
      await passTime({ app, store, zone, onArrival }, stage.now, to);
      moveTo(to);
    },
    close: () => db.destroy(),
  });
  moveTo(stage.now);
  return stage;
}

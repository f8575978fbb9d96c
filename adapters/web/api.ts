import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { Address, Handle } from "../../src/ui/platform.ts";
import { entryOf } from "./answers.ts";
import { converse } from "./converse.ts";
import { check, HttpProblem, readJson } from "./http.ts";
import { clockAnswer, moveClock } from "./move-clock.ts";
import type { PlaygroundOptions } from "./options.ts";
import type { ConversationAnswer, PeopleAnswer, ReplyAnswer, TimelineAnswer } from "./page/protocol.ts";
import {
  clockBody,
  clockQuery,
  conversationQuery,
  peopleQuery,
  pressBody,
  sayBody,
  seenBody,
  submitBody,
  timelineQuery,
} from "./schemas.ts";

/** What the routes work with. */
export interface Playground {
  options: PlaygroundOptions;
  /** The bot, while it is started. */
  handle: Handle | null;
  /** Whether the clock is being moved right now. */
  moving: boolean;
}

type Route = (playground: Playground, input: unknown) => Promise<unknown>;

/** Checks what came in, then answers it. */
function route<Schema extends z.ZodType>(
  schema: Schema,
  answer: (playground: Playground, input: z.output<Schema>) => Promise<unknown>,
): Route {
  return (playground, input) => answer(playground, check(schema, input));
}

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  people: { GET: route(peopleQuery, people) },
  conversation: { GET: route(conversationQuery, conversation) },
  timeline: { GET: route(timelineQuery, timeline) },
  clock: { GET: route(clockQuery, clockAnswer), POST: route(clockBody, moveClock) },
  say: { POST: route(sayBody, say) },
  press: { POST: route(pressBody, press) },
  submit: { POST: route(submitBody, submit) },
  seen: { POST: route(seenBody, seen) },
};

/** @throws HttpProblem */
export async function answerApi(playground: Playground, name: string, query: URLSearchParams, request: IncomingMessage): Promise<unknown> {
  const methods = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!methods) throw new HttpProblem(404, "not-found", `There is no ${name} in this API.`);
  const answer = methods[request.method ?? ""];
  if (!answer) {
    const allow = Object.keys(methods).join(", ");
    throw new HttpProblem(405, "wrong-method", `${name} takes ${allow}.`, { headers: { allow } });
  }
  return answer(playground, request.method === "GET" ? Object.fromEntries(query) : await readJson(request));
}

async function people({ options }: Playground, { lang }: z.output<typeof peopleQuery>): Promise<PeopleAnswer> {
  return { people: await options.people(lang) };
}

async function conversation({ options }: Playground, input: z.output<typeof conversationQuery>): Promise<ConversationAnswer> {
  const entries = await options.conversation.read(await addressOf(options, input.person), input.limit + 1);
  return { entries: entries.slice(-input.limit).map(entryOf), earlier: entries.length > input.limit };
}

/** What is to come can fill many pages, so the past is asked for by itself. */
async function timeline({ options }: Playground, input: z.output<typeof timelineQuery>): Promise<TimelineAnswer> {
  const now = options.clock.now();
  const justAfter = new Date(Date.parse(now) + 1).toISOString();
  const whose = input.person === undefined ? {} : { person: input.person };
  const all = await options.timeline(input.lang, { ...whose, limit: input.limit });
  const past = await options.timeline(input.lang, { ...whose, before: justAfter, limit: input.limit + 1 });
  const newestFirst = past.toSorted((a, b) => b.at.localeCompare(a.at));
  const upcoming = all.filter(({ at }) => at > now).toSorted((a, b) => a.at.localeCompare(b.at));
  return { upcoming, past: newestFirst.slice(0, input.limit), more: past.length > input.limit };
}

async function say(playground: Playground, { person, text }: z.output<typeof sayBody>): Promise<ReplyAnswer> {
  const { options } = playground;
  const handle = started(playground);
  const from = await addressOf(options, person);
  await options.conversation.append(from, { from: "person", text, unprompted: false });
  return converse({ from, kind: "command", text }, undefined, handle, options.conversation);
}

async function press(playground: Playground, { person, message, action, data }: z.output<typeof pressBody>): Promise<ReplyAnswer> {
  const { options } = playground;
  const from = await addressOf(options, person);
  return converse({ from, kind: "press", action, data }, message, started(playground), options.conversation);
}

async function submit(playground: Playground, input: z.output<typeof submitBody>): Promise<ReplyAnswer> {
  const { options } = playground;
  const { person, message, form, hidden, answers } = input;
  const from = await addressOf(options, person);
  return converse({ from, kind: "submit", form, hidden, answers }, message, started(playground), options.conversation);
}

async function seen({ options }: Playground, { person, entry }: z.output<typeof seenBody>): Promise<Record<string, never>> {
  await options.conversation.seen(await addressOf(options, person), entry);
  return {};
}

/** @throws HttpProblem 503 */
function started({ handle }: Playground): Handle {
  if (!handle) throw new HttpProblem(503, "not-started", "The bot is not started, or is stopping.");
  return handle;
}

/** @throws HttpProblem 404 */
async function addressOf(options: PlaygroundOptions, person: string): Promise<Address> {
  const found = (await options.people("fr")).find(({ id }) => id === person);
  if (!found) throw new HttpProblem(404, "unknown-person", "Nobody here has this id.");
  return { platform: "web", workspace: found.workspace, user: found.id };
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Answers } from "./answers.ts";
import { Connector, callOf, type Operation } from "./connector.ts";
import { type Answer, refused } from "./errors.ts";
import { Issuer } from "./issuer.ts";
import { Tokens } from "./login.ts";
import { People } from "./people.ts";
import { Post } from "./post.ts";
import { Rates } from "./rates.ts";
import type { Conversation, Dialog, Loose, Message, Person, Refusal, Team } from "./records.ts";
import { answerTo, type Trouble, Troubles } from "./troubles.ts";
import { Workplace } from "./workplace.ts";

export interface TeamsStart {
  appId: string;
  /** Entra tenants that the app is used in; the first one is where it is registered. */
  tenants: readonly string[];
  secret?: string;
  /** PEM. */
  certificate?: string;
  /** As a client on the developer's own machine: signs nothing, and asks for no token. */
  unauthenticated?: true;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** One call that the bot made. */
export interface Called {
  operation: Operation | "token" | "openid" | "keys" | "unknown";
  /** The path, as it was asked for. */
  path: string;
  /** Which conversation or team it concerned. */
  at: string | null;
  body: Loose;
  /** The error it met; null when it was done. */
  error: string | null;
  time: number;
}

export type Teams = Awaited<ReturnType<typeof openTeams>>;

const denied: Answer = {
  status: 401,
  body: { message: "Authorization has been denied for this request." },
  headers: { "www-authenticate": "Bearer" },
};

async function bodyOf(request: IncomingMessage): Promise<Loose> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The tests' own Teams, on a free port of this machine: where the bot signs in, whose signature it trusts, and where it writes. */
export async function openTeams({ appId, tenants, secret, certificate, unauthenticated, now }: TeamsStart) {
  const workplace = new Workplace(appId, tenants, now);
  const troubles = new Troubles();
  const rates = new Rates(now);
  const issuer = new Issuer(appId, now);
  const refusals: Refusal[] = [];
  const calls: Called[] = [];
  const waiting = new Set<() => void>();

  const server = createServer((request, response) => {
    answer(request, response)
      .catch((error: unknown) => {
        refusals.push({ where: request.url ?? "", problems: [String(error)] });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      })
      .finally(() => {
        for (const look of [...waiting]) look();
      });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokens = new Tokens({ appId, tenants, secret, certificate, origin, now });
  const connector = new Connector(workplace, rates, refusals);
  const post = new Post(unauthenticated ? null : issuer);
  const people = new People(workplace, post, new Answers(workplace, refusals), origin);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const url = new URL(request.url ?? "", origin);
    const body = await bodyOf(request);
    const { operation, at, perform } = meant(request, method, url, body);
    const called: Called = { operation, path: url.pathname, at, body, error: null, time: now() };
    calls.push(called);
    const drop = (trouble: string) => {
      called.error = trouble;
      request.socket.destroy();
    };
    const trouble = troubles.next(operation);
    if (trouble === "drop") return drop(trouble);
    const answered = trouble === undefined || trouble === "drop-after" ? await perform() : answerTo(trouble);
    if (trouble === "drop-after") return drop(trouble);
    const { status, body: said, headers } = answered;
    if (status >= 400) called.error = codeOf(said) ?? String(status);
    const type = said === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
    response
      .writeHead(status, { ...type, date: new Date(now()).toUTCString(), ...headers })
      .end(said === undefined ? undefined : JSON.stringify(said));
  }

  /** What a request asks for, and how it is done. */
  function meant(
    { headers }: IncomingMessage,
    method: string,
    url: URL,
    body: Loose,
  ): { operation: Called["operation"]; at: string | null; perform: () => Answer | Promise<Answer> } {
    const [, tenant] = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(url.pathname) ?? [];
    if (method === "POST" && tenant) return { operation: "token", at: null, perform: () => tokens.ask(tenant, new URLSearchParams(body)) };
    if (method === "GET" && url.pathname === "/v1/.well-known/openidconfiguration") {
      return { operation: "openid", at: null, perform: () => ({ status: 200, body: issuer.metadata(origin) }) };
    }
    if (method === "GET" && url.pathname === "/v1/.well-known/keys") {
      return { operation: "keys", at: null, perform: async () => ({ status: 200, body: await issuer.keys() }) };
    }
    const call = callOf(method, url, body);
    if (!call) return { operation: "unknown", at: null, perform: () => ({ status: 404 }) };
    const perform = () => {
      if (!unauthenticated && !tokens.good(/^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1])) return denied;
      if ((method === "POST" || method === "PUT") && (body === undefined || body === null))
        return refused("BadSyntax", "The body is no JSON");
      return connector.answer(call);
    };
    return { operation: call.operation, at: call.ids[0] ?? null, perform };
  }

  const found = (id: string): Conversation => {
    const conversation = workplace.conversations.get(id);
    if (!conversation) throw new Error(`there is no conversation ${id}`);
    return conversation;
  };

  return {
    /** Where everything is: the login, the metadata of who signs, the Connector. */
    url: origin,
    openIdMetadataUrl: `${origin}/v1/.well-known/openidconfiguration`,
    /** Every payload that broke a rule, and every answer that Teams would not have understood. */
    refusals: refusals as readonly Refusal[],
    calls: calls as readonly Called[],
    /** Where Teams posts what people do: the bot's messaging endpoint. */
    target: (url: string) => {
      post.target = url;
    },
    raw: post.raw.bind(post),
    replay: post.again.bind(post),
    /** A header that is good now for what comes from this tenant. */
    authorization: (tenant: string) => issuer.authorization(people.serviceUrl(tenant)),
    /** The Bot Framework signs with another key from now on, and publishes the one before no more. */
    rotateKeys: issuer.rotate.bind(issuer),
    /** Every token that the bot was given is worth nothing from now on. */
    revokeTokens: tokens.revoke.bind(tokens),

    says: people.says.bind(people),
    press: people.press.bind(people),
    submit: people.submit.bind(people),
    closes: people.closes.bind(people),
    reopens: people.reopens.bind(people),
    composes: people.composes.bind(people),
    queries: people.queries.bind(people),
    installs: people.installs.bind(people),
    uninstalls: people.uninstalls.bind(people),
    changesTeam: people.changesTeam.bind(people),
    movesIn: people.movesIn.bind(people),
    reacts: people.reacts.bind(people),
    invoke: people.invoke.bind(people),
    activity: people.activity.bind(people),

    failNext: (operation: Called["operation"], trouble: Trouble, times?: number) => troubles.failNext(operation, trouble, times),
    /** At most so many writes a second in all conversations of a tenant. */
    rate: (perSecond: number) => {
      rates.perTenant = perSecond;
    },

    addUser: (person: Person) => void workplace.people.set(person.id, { ...person }),
    /** Blocks the bot, of which it hears nothing; or lets it write again. */
    block: (user: string, blocked = true) => {
      workplace.person(user).blocked = blocked;
    },
    addTeam: (team: Team) => {
      const { tenant, members } = team;
      workplace.teams.set(team.id, { ...team });
      for (const { id } of team.channels)
        workplace.conversations.set(id, { id, tenant, type: "channel", members, team: team.id, messages: [] });
    },
    /** A chat of people in which the bot is not, though they have the app at hand over its compose box. */
    addChat: (id: string, tenant: string, members: readonly string[]) =>
      void workplace.conversations.set(id, { id, tenant, type: "groupChat", members, team: null, messages: [] }),
    /** From now on, the bot reaches the people of this tenant at another service URL, and no more at the one before. */
    moveTo: (tenant: string, region: string) => void workplace.regions.set(tenant, region),
    serviceUrl: people.serviceUrl.bind(people),
    /** The id of a person for this bot. */
    account: (user: string): string => workplace.accountOf(workplace.person(user)),

    /** The id of the chat between a person and the bot. */
    chatId: (user: string): string => workplace.chatOf(workplace.person(user)).id,
    /** The chat between a person and the bot as they see it, the oldest first. */
    chat: (user: string): readonly Message[] => workplace.seenBy(user, workplace.chatOf(workplace.person(user))),
    /** A channel, or another conversation, as it is. */
    channel: (id: string): readonly Message[] => found(id).messages,
    dialog: (user: string): Dialog | null => workplace.dialogs.get(user) ?? null,
    /** Sentences that a person was shown in answer to what they pressed, the oldest first. */
    told: (user: string): readonly string[] => workplace.told.get(user) ?? [],

    /** Waits, without a clock, until this is there: it is looked for again after every call. */
    until: <T>(look: () => T | undefined | null | false): Promise<T> =>
      new Promise((done, fail) => {
        const again = () => {
          try {
            const there = look();
            if (there === undefined || there === null || there === false) return;
            waiting.delete(again);
            done(there);
          } catch (error) {
            waiting.delete(again);
            fail(error);
          }
        };
        waiting.add(again);
        again();
      }),

    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What an error is called, of the Connector or of the login. */
const codeOf = (body: Loose): string | undefined => body?.error?.code ?? (typeof body?.error === "string" ? body.error : undefined);

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Answers, type Refusal } from "./answers.ts";
import type { Loose } from "./inputs.ts";
import { type Answer, methods, no, scopeOf, takesJson } from "./methods.ts";
import { People } from "./people.ts";
import { Post } from "./post.ts";
import type { Person, SlackMessage, TeamStart } from "./records.ts";
import { argumentsOf, bytesOf, uploadOf } from "./request.ts";
import { openSockets } from "./socket.ts";
import { Troubles } from "./troubles.ts";
import { Workspace } from "./workspace.ts";

export interface SlackStart {
  teams: readonly TeamStart[];
  signingSecret: string;
  appToken?: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** One call that the bot made. */
export interface Called {
  method: string;
  team: string | null;
  args: Loose;
  /** The error it met; null when it was done. */
  error: string | null;
  at: number;
}

export type Slack = Awaited<ReturnType<typeof openSlack>>;

/** The tests' own Slack, on a free port of this machine. */
export async function openSlack({ teams, signingSecret, appToken, now }: SlackStart) {
  const slack = new Workspace(teams, now);
  const troubles = new Troubles(now);
  const refusals: Refusal[] = [];
  const calls: Called[] = [];
  const tickets = new Set<string>();
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };

  const server = createServer((request, response) => {
    answer(request, response)
      .catch((error: unknown) => {
        refusals.push({ where: request.url ?? "", problems: [String(error)] });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      })
      .finally(changed);
  });
  const sockets = openSockets(server, (ticket) => tickets.delete(ticket), changed);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const post = new Post(signingSecret, now, sockets);
  const answers = new Answers(slack, refusals);
  const people = new People(slack, post, answers, origin);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const [, place, name = ""] = /^\/(api|upload|response)\/([^/?]+)/.exec(request.url ?? "") ?? [];
    const { args, json } = argumentsOf(request, body);
    const method = place === "api" ? name : String(place);
    const header = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const token = header ?? args.token;
    const team = slack.teams.find((one) => one.token === token);

    const called: Called = { method, team: team?.id ?? null, args, error: null, at: now() };
    calls.push(called);
    const send = (status: number, what: Loose, headers: Record<string, string> = {}) => {
      if (what?.ok === false) called.error = what.error;
      const text = typeof what === "string" ? what : JSON.stringify(what);
      response.writeHead(status, { "content-type": typeof what === "string" ? "text/plain" : "application/json", ...headers }).end(text);
    };
    const tooFast = (seconds: number) => send(429, no("ratelimited"), { "retry-after": String(seconds) });

    if (request.method !== "POST") return send(405, "this Slack takes POST only");
    const trouble = troubles.next(method);
    if (trouble === "drop") {
      called.error = trouble;
      request.socket.destroy();
      return;
    }
    if (typeof trouble === "object" && "until" in trouble) await trouble.until;
    else if (typeof trouble === "object") {
      if ("page" in trouble) return send(trouble.status, trouble.page, trouble.headers);
      if (trouble.status === 429) return tooFast(trouble.retryAfter ?? 1);
      return send(trouble.status, no("internal_error"));
    }
    if (typeof trouble === "string" && trouble !== "drop-after") return send(200, no(trouble));

    const { status, what, headers } = perform();
    if (trouble === "drop-after") {
      called.error = trouble;
      request.socket.destroy();
      return;
    }
    send(status, what, headers);

    function perform(): { status: number; what: Loose; headers?: Record<string, string> } {
      if (place === "upload") return upload(name, uploadOf(request, body));
      if (place === "response") return answers.toResponseUrl(name, args);
      if (place !== "api") return { status: 404, what: "there is nothing here" };
      if (method === "apps.connections.open") return { status: 200, what: connect(token) };
      if (!team) return { status: 200, what: no(token ? "invalid_auth" : "not_authed") };
      if (team.revoked) return { status: 200, what: no("token_revoked") };
      const seconds = troubles.tooFast(method, team.id, args.channel);
      if (seconds !== null) return { status: 429, what: no("ratelimited"), headers: { "retry-after": String(seconds) } };
      const perform = methods[method];
      if (!perform) return { status: 200, what: no("unknown_method") };
      const needed = scopeOf[method];
      const scopes = (team.scopes ?? [...new Set(Object.values(scopeOf))]).join(",");
      const withScopes = { "x-oauth-scopes": scopes };
      if (needed && team.scopes && !team.scopes.includes(needed)) {
        return { status: 200, what: { ...no("missing_scope"), needed, provided: scopes }, headers: withScopes };
      }
      // Slack's own client says the team with every call.
      const { token: _, team_id = team.id, ...given } = json && !takesJson.includes(method) ? {} : args;
      if (team_id !== team.id) return { status: 200, what: no("team_access_not_granted"), headers: withScopes };
      const what = perform({ slack, team, args: given, origin });
      answers.refuse(method, what);
      return { status: 200, what, headers: withScopes };
    }
  }

  function connect(token: unknown): Answer {
    if (slack.teams.some((one) => one.token === token)) return no("not_allowed_token_type");
    if (!appToken || token !== appToken) return no("invalid_auth");
    const ticket = slack.next("ticket-");
    tickets.add(ticket);
    return { ok: true, url: `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=A1` };
  }

  function upload(id: string, bytes: Buffer): { status: number; what: Loose } {
    const file = slack.files.find((one) => one.id === id);
    if (!file) return { status: 404, what: "no such upload" };
    if (bytes.length !== file.length) return { status: 400, what: `${file.length} bytes were announced, and ${bytes.length} came` };
    file.bytes = bytes;
    return { status: 200, what: `OK - ${bytes.length}` };
  }

  return {
    /** Where the Web API is. */
    url: `${origin}/api/`,
    sockets,
    /** Every payload that broke a limit, and every answer that Slack would not have understood. */
    refusals: refusals as readonly Refusal[],
    calls: calls as readonly Called[],
    /** Where Slack posts what people do; null for through a socket. */
    target: (url: string | null) => {
      post.target = url;
    },
    raw: post.raw.bind(post),
    sign: post.sign.bind(post),
    replay: post.again.bind(post),

    command: people.command.bind(people),
    press: people.press.bind(people),
    shortcut: people.shortcut.bind(people),
    submit: people.submit.bind(people),
    closes: people.closes.bind(people),
    says: people.says.bind(people),
    opensHome: people.opensHome.bind(people),
    event: people.event.bind(people),
    interaction: people.interaction.bind(people),
    urlVerification: people.urlVerification.bind(people),
    /** What stands under the fields of a person's top modal, by block. */
    errors: (user: string): Readonly<Record<string, string>> => slack.stack(user).at(-1)?.errors ?? {},

    failNext: troubles.failNext.bind(troubles),
    rate: troubles.rate.bind(troubles),

    addUser: (person: Person) => {
      slack.team(person.team);
      slack.people.set(person.id, person);
    },
    deactivate: (user: string) => {
      slack.person(user).deleted = true;
    },
    revoke: (team: string) => {
      slack.team(team).revoked = true;
    },
    /** What an app showed in homes goes with it. */
    uninstall: (team: string) => {
      slack.team(team).revoked = true;
      for (const [user, home] of slack.homes) if (home.team === team) slack.homes.delete(user);
    },
    /** As an app that is installed anew, though with the same token. */
    restore: (team: string) => {
      slack.team(team).revoked = false;
    },
    botUser: (team: string) => slack.team(team).botUser,
    /** A channel that no person is, by its id. */
    addChannel: (id: string) => {
      slack.channels.set(id, []);
    },

    /** The conversation between a person and the bot, the oldest first. */
    dm: (user: string): readonly SlackMessage[] => slack.channels.get(slack.directChannel(user)) ?? [],
    channel: (id: string): readonly SlackMessage[] => slack.channels.get(id) ?? [],
    ephemeral: (user: string): readonly SlackMessage[] => slack.ephemeral.get(user) ?? [],
    /** The modals a person has open, the top one last. */
    modal: (user: string) => [...slack.stack(user)],
    home: (user: string) => slack.homes.get(user) ?? null,
    files: slack.files,
    trigger: (user: string) => slack.trigger(user),

    /** Waits, without a clock, until this is there: it is looked for again after every call, and whenever a socket opens or closes. */
    until: <T>(look: () => T | undefined | null | false): Promise<T> =>
      new Promise((done, fail) => {
        const again = () => {
          try {
            const found = look();
            if (found === undefined || found === null || found === false) return;
            waiting.delete(again);
            done(found);
          } catch (error) {
            waiting.delete(again);
            fail(error);
          }
        };
        waiting.add(again);
        again();
      }),

    close: async () => {
      await sockets.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

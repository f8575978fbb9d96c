import { randomBytes } from "node:crypto";
import { deliverDue } from "./delivery.ts";
import { type IsMember, isFor, type Visit, visitOf } from "./features/feature.ts";
import { unknownVerb } from "./features/help.ts";
import { homeOf } from "./features/home.ts";
import { featureOf, featureOfVerb, features, help } from "./features/index.ts";
import { confirmAgain, meet, membersOnly } from "./features/introduction.ts";
import { afterList } from "./features/listed.ts";
import { inBothLanguages, notForYou, refuse, sayText, undone } from "./features/replies.ts";
import { splitVerb } from "./features/verbs.ts";
import { homeOpened, refreshHomes } from "./homes.ts";
import { type PlanningReport, planCohorts } from "./planning.ts";
import { addMinutes, type Instant } from "./program/day.ts";
import { keepRests } from "./rests.ts";
import { reviewAfter, reviewDue } from "./review.ts";
import { asksStanding } from "./standing.ts";
import { markGone } from "./store/addresses.ts";
import { forgetChannel, keepChannel } from "./store/channels.ts";
import { forgetIntroductionsBefore, minutesToIntroduce } from "./store/introductions.ts";
import { addressFound } from "./store/links.ts";
import { forgetSeen } from "./store/seen.ts";
import type { Store } from "./store/store.ts";
import { findVisitor, type Visitor } from "./store/visitors.ts";
import { takenAlone, takenOnce, withKey } from "./taken-once.ts";
import type { DeliveryReport, PassTime } from "./turn.ts";
import type { Incoming, Platform, Reply } from "./ui/platform.ts";

/** Ids and kinds only: no event carries a word that somebody typed. */
export type Log = (level: "info" | "warn" | "error", event: string, ids: Readonly<Record<string, string | number | null>>) => void;

export interface App {
  /** Answers one person. Never throws: a defect is logged with a reference, and answered with it. */
  handle(incoming: Incoming, now: Instant): Promise<Reply>;
  /** Places what is to come, puts what falls due in the outbox, and forgets the accounts that left a question unanswered, and what was kept to be known again. Safe to run at any time, twice, and after an outage. */
  planAhead(now: Instant): Promise<PlanningReport>;
  /** The weekly digests, planned on their own. */
  planDigests(now: Instant): Promise<PlanningReport>;
  /**
   * Sends what is due, for as long as something is, then has what was sent, and the homes, say what is true now: it takes a
   * clock. Safe to run in several processes at once. Where time passes by itself, `wait` lets it: a short wait that a platform asks
   * for is then waited out.
   */
  deliverDue(clock: () => Instant, wait?: PassTime): Promise<DeliveryReport>;
}

export function createApp(store: Store, platforms: readonly Platform[], log: Log): App {
  const once = takenOnce();
  // As Slack counts them: what is sent, what is changed, and what homes show.
  const [sending, changing, showing] = [keepRests(), keepRests(), keepRests()];
  return {
    handle: (incoming, now) =>
      once(incoming, async () => {
        try {
          return withKey(await answer(store, incoming, now, log, asksStanding(platforms, incoming, log)), incoming);
        } catch (error) {
          return apology(error, incoming, log);
        }
      }),
    async planAhead(now) {
      const report = await planCohorts(store, now, "notices", log);
      await forgetIntroductionsBefore(store, addMinutes(now, -minutesToIntroduce));
      await forgetSeen(store, now);
      return report;
    },
    planDigests: (now) => planCohorts(store, now, "digests", log),
    async deliverDue(clock, wait) {
      const report = await deliverDue(store, platforms, clock, log, wait, sending);
      await reviewDue(store, platforms, clock, log, changing);
      await refreshHomes(store, platforms, clock, log, showing);
      return report;
    },
  };
}

async function answer(store: Store, incoming: Incoming, now: Instant, log: Log, isMember: IsMember): Promise<Reply> {
  if (incoming.kind === "channel-removed") {
    await forgetChannel(store, incoming.channel.at);
    return { kind: "nothing" };
  }
  const visitor = await findVisitor(store, incoming.from, now);
  if (!visitor) return meet(store, incoming, now, isMember);
  const organizationId = visitor.organization.id;
  if (incoming.kind === "left") {
    await markGone(store, organizationId, incoming.from, now, incoming.reason);
    return { kind: "nothing" };
  }
  if (incoming.kind === "channel-added") {
    const isTheirs = visitor.gone !== "guest" && visitor.viewer.coordinates.size > 0;
    if (isTheirs) await keepChannel(store, organizationId, incoming.channel);
    return { kind: "nothing" };
  }
  if (visitor.gone === "guest" && incoming.kind !== "returned") return meetAgain(store, visitor, incoming, now);
  if (visitor.gone !== null && !incoming.elsewhere) await addressFound(store, visitor.person, incoming.from, now);
  if (incoming.kind === "returned") return { kind: "nothing" };
  const visit = visitOf(visitor, store, now);
  const again = await confirmAgain(visit, incoming);
  if (again) return again;
  if (!isKnown(incoming)) log("warn", "unknown-name", { kind: incoming.kind, feature: featureNamed(incoming), person: visit.person.id });
  const { reply, noted } = await takenAlone(
    visit,
    incoming,
    async () => afterList(await respond(visit, incoming, isMember), incoming),
    (error) => log("error", "form-not-noted", { person: visit.person.id, name: error instanceof Error ? error.name : "unknown" }),
  );
  // What was done is done: what earlier messages say of it comes second.
  const after = incoming.kind === "home-opened" ? homeOpened(visit, incoming.from) : reviewAfter(visit, incoming, reply);
  const asked = after.catch((error: unknown) => {
    log("error", "review-not-asked", { person: visit.person.id, name: error instanceof Error ? error.name : "unknown" });
  });
  await Promise.all([noted, asked]);
  return reply;
}

async function respond(
  visit: Visit,
  incoming: Exclude<Incoming, { kind: "left" | "returned" | "channel-added" | "channel-removed" }>,
  isMember: IsMember,
): Promise<Reply> {
  switch (incoming.kind) {
    case "command": {
      const { whole, verb, rest } = splitVerb(incoming.text);
      const feature = featureOfVerb(verb === "" ? "aide" : verb);
      if (!feature) return unknownVerb(features, visit, { whole, verb });
      return isFor(feature, visit) ? feature.open(visit, rest) : notForYou(visit);
    }
    case "press":
      return press(visit, incoming.action, incoming.data, isMember);
    case "submit": {
      const found = featureOf(incoming.form);
      const form = found && listed(found.feature.forms, found.what);
      if (!found || !form) return refuse(visit, visit.words.common.brokenForm);
      if (!isFor(found.feature, visit)) return undone(await notForYou(visit));
      return form(visit, { hidden: incoming.hidden, answers: incoming.answers });
    }
    case "home-opened":
      return { kind: "home", home: await homeOf(visit) };
    case "installed":
    case "introduced":
      return help.open(visit, "");
  }
}

/** Whoever became a guest of the platform is answered again once the platform says that they are none. */
async function meetAgain(store: Store, visitor: Visitor, incoming: Incoming, now: Instant): Promise<Reply> {
  if (incoming.kind !== "introduced") return { kind: "introduce" };
  if (incoming.profile?.kind !== "member") return membersOnly();
  await addressFound(store, visitor.person, incoming.from, now);
  return help.open(visitOf(visitor, store, now), "");
}

async function press(visit: Visit, name: string, data: Readonly<Record<string, string>>, isMember: IsMember): Promise<Reply> {
  const found = featureOf(name);
  if (!found) return sayText(visit, visit.words.common.noLongerThere);
  if (!isFor(found.feature, visit)) return notForYou(visit);
  const action = listed(found.feature.actions, found.what);
  if (action) return action(visit, data, isMember);
  return found.what === "open" ? found.feature.open(visit, "") : sayText(visit, visit.words.common.noLongerThere);
}

const nameIn = (incoming: Incoming): string =>
  incoming.kind === "press" ? incoming.action : incoming.kind === "submit" ? incoming.form : "";

/** False for an action or a form that no feature has, such as one of an older version. */
function isKnown(incoming: Incoming): boolean {
  if (incoming.kind !== "press" && incoming.kind !== "submit") return true;
  const found = featureOf(nameIn(incoming));
  if (!found) return false;
  if (incoming.kind === "submit") return listed(found.feature.forms, found.what) !== undefined;
  return found.what === "open" || listed(found.feature.actions, found.what) !== undefined;
}

/** Whose name it begins with: what comes after it may be anything. */
const featureNamed = (incoming: Incoming): string | null => featureOf(nameIn(incoming))?.feature.name ?? null;

/** A name that comes from outside finds what the feature lists, and nothing of what every object has (`constructor`). */
const listed = <Entry>(entries: Readonly<Record<string, Entry>> = {}, name: string): Entry | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;

/** The message of an error may quote what somebody typed, so only its name and where it arose are logged. */
export function traceOf(error: unknown): { name: string; code: string | null; at: string } {
  const thrown = error instanceof Error ? error : new Error("not an error");
  const place = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: thrown.name,
    code: "code" in thrown ? String(thrown.code) : null,
    at: place.slice(0, 4).join(" ").replace(/\s+/g, " "),
  };
}

function apology(error: unknown, incoming: Incoming, log: Log): Reply {
  const reference = randomBytes(3).toString("hex").toUpperCase();
  log("error", "defect", { reference, kind: incoming.kind, ...traceOf(error) });
  return { ...inBothLanguages((words) => words.common.defect(reference), { summary: reference, tone: "warning" }), isUndone: true };
}

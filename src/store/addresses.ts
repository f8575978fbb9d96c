import { addDays, type Day, dayOf, earliest, hour, type Instant, instantAt } from "../program/day.ts";
import type { UnreachableReason } from "../program/reasons.ts";
import type { Dyad, Organization, OrganizationId, Person, PersonId } from "../program/terms.ts";
import type { Address, Messenger } from "../ui/platform.ts";
import { forgetChannel } from "./channels.ts";
import { askHomes, forgetShown, showAgain } from "./homes.ts";
import { linkedKind } from "./links.ts";
import { readLost } from "./outbox.ts";
import type { Store } from "./store.ts";

/**
 * The addresses of an organization's people that count here. Everybody has one in the playground, where nobody looks unless it
 * runs: whoever has no other is then reached nowhere.
 */
export const addressesOf = ({ db, playground }: Store, organizationId: OrganizationId) => {
  const theirs = db("addresses").where({ organization_id: organizationId });
  return playground ? theirs : theirs.whereNot({ platform: "web" });
};

/** Where a person can be written to now, and until when they asked for quiet. */
interface Reachability {
  addresses: Address[];
  pausedUntil: Day | null;
  /** When they were told that a coordinator linked them; "not yet" before that. Null where nobody did. */
  toldOfLink: Instant | "not yet" | null;
}

export async function readReachability(store: Store, person: Person, today: Day): Promise<Reachability> {
  const { db } = store;
  const scope = { organization_id: person.organizationId, person_id: person.id };
  const pause = db("pauses").where(scope).where("from_on", "<=", today).where("until_on", ">=", today).max("until_on");
  const told = db("outbox as o")
    .join("addresses as l", "l.person_id", "o.person_id")
    .where({ "o.person_id": person.id, "o.kind": linkedKind })
    .whereRaw("o.key = ? || l.id || ':p' || l.person_id", [`${linkedKind}:a`])
    .where((standing) => standing.whereNull("o.outcome").orWhereNot({ "o.outcome": "dropped" }))
    .select(db.raw("max(case when o.outcome = 'sent' then o.settled_at else 'not yet' end)"));
  const rows: (Address & { paused_until: Day | null; told: Instant | "not yet" | null })[] = await withAddresses(store, person).select(
    "a.platform",
    "a.workspace",
    "a.user",
    {
      paused_until: pause,
      told,
    },
  );
  return {
    addresses: rows.filter((row) => row.platform !== null).map(({ platform, workspace, user }) => ({ platform, workspace, user })),
    pausedUntil: rows[0]?.paused_until ?? null,
    toldOfLink: rows[0]?.told ?? null,
  };
}

/** A person with each address where messages reach them, if any: those of the messenger that they chose first, then by when they were linked. */
function withAddresses(store: Store, { id, organizationId }: Person) {
  const there = addressesOf(store, organizationId).where({ person_id: id }).whereNull("gone_at");
  return store
    .db("people")
    .leftJoin(there.as("a"), "a.person_id", "people.id")
    .where({ "people.organization_id": organizationId, "people.id": id })
    .orderByRaw("case when a.platform = people.told_in then 0 else 1 end, a.id");
}

/**
 * The messengers that run here in which a person is reached: the one where they are told things, then the others. Where no more
 * than one runs, nobody has a choice, and nobody is looked for.
 */
export async function readMessengers(store: Store, person: Person): Promise<Messenger[]> {
  if (store.messengers.length < 2) return [];
  const names: (string | null)[] = await withAddresses(store, person).pluck("a.platform");
  return [...new Set(names)].flatMap((name) => store.messengers.find((one) => one === name) ?? []);
}

/** From now on this person is told things there, as long as they are reached there. */
export async function chooseMessenger({ db }: Store, { id, organizationId }: Person, messenger: Messenger): Promise<void> {
  await db("people").where({ organization_id: organizationId, id }).update({ told_in: messenger });
}

/** Whose an address is, gone or not. */
export async function findHolder(store: Store, { platform, workspace, user }: Address): Promise<PersonId | null> {
  const row: { person_id: PersonId } | undefined = await store.db("addresses").where({ platform, workspace, user }).first("person_id");
  return row?.person_id ?? null;
}

/** This address, of a person or of a channel, reaches nobody any more. */
export async function markGone(store: Store, organizationId: OrganizationId, at: Address, now: Instant, reason: string): Promise<void> {
  const address = store
    .db("addresses")
    .where({ organization_id: organizationId, platform: at.platform, workspace: at.workspace, user: at.user });
  const gone = await lose(address.clone().whereNull("gone_at"), now, reason);
  // Whoever is back as a guest is answered again only once they are none.
  if (reason === "guest") gone.push(...(await lose(address.whereNot({ gone_reason: reason }), now, reason)));
  if (gone.length > 0) await showAgain(store, at, now);
  await tellHomes(store, gone, now);
  await forgetChannel(store, at);
}

interface Lost {
  workspace: string;
  person_id: PersonId;
  organization_id: OrganizationId;
}

const lose = (addresses: ReturnType<typeof addressesOf>, now: Instant, reason: string): Promise<Lost[]> =>
  addresses.update({ gone_at: now, gone_reason: reason }).returning(["workspace", "person_id", "organization_id"]);

async function tellHomes(store: Store, lost: readonly Lost[], now: Instant): Promise<void> {
  for (const organizationId of new Set(lost.map(({ organization_id }) => organization_id))) {
    const people = lost.filter(({ organization_id }) => organization_id === organizationId).map(({ person_id }) => person_id);
    await askHomes(store, organizationId, people, now);
  }
}

/** Messages reach this address again. */
export async function markBack(store: Store, organizationId: OrganizationId, at: Address): Promise<void> {
  await store
    .db("addresses")
    .where({ organization_id: organizationId, platform: at.platform, workspace: at.workspace, user: at.user })
    .update({ gone_at: null, gone_reason: null });
}

/** The accounts in a workspace that are reached, or are gone for one of these reasons. */
export const readAccounts = ({ db }: Store, platform: string, workspace: string, reasons: readonly string[]): Promise<string[]> =>
  db("addresses")
    .where({ platform, workspace })
    .where((known) => known.whereNull("gone_at").orWhereIn("gone_reason", [...reasons]))
    .orderBy("id")
    .pluck("user");

/** Nobody of a whole workspace is reached any more, such as after the bot was uninstalled there. */
export async function markWorkspaceGone(store: Store, platform: string, workspace: string, now: Instant, reason: string): Promise<void> {
  const gone = await lose(store.db("addresses").where({ platform, workspace }).whereNull("gone_at"), now, reason);
  await forgetShown(store, platform, [workspace]);
  await tellHomes(store, gone, now);
}

/**
 * Nobody is reached in any workspace of a platform but in these: the bot may have lost one while it did not run.
 * @returns those in which somebody was.
 */
export async function markOthersGone(
  store: Store,
  platform: string,
  workspaces: readonly string[],
  now: Instant,
  reason: string,
): Promise<string[]> {
  const others = store
    .db("addresses")
    .where({ platform })
    .whereNotIn("workspace", [...workspaces]);
  const gone = await lose(others.whereNull("gone_at"), now, reason);
  const lost = [...new Set(gone.map(({ workspace }) => workspace))];
  if (lost.length > 0) await forgetShown(store, platform, lost);
  await tellHomes(store, gone, now);
  return lost;
}

/**
 * The workspace takes messages again: those who were lost with it, for one of these reasons, are reached as before.
 * @returns who they are.
 */
export async function markWorkspaceBack(
  { db }: Store,
  platform: string,
  workspace: string,
  reasons: readonly string[],
): Promise<{ id: PersonId; organizationId: OrganizationId }[]> {
  const back: { person_id: PersonId; organization_id: OrganizationId }[] = await db("addresses")
    .where({ platform, workspace })
    .whereIn("gone_reason", [...reasons])
    .update({ gone_at: null, gone_reason: null })
    .returning(["person_id", "organization_id"]);
  return back.map(({ person_id, organization_id }) => ({ id: person_id, organizationId: organization_id }));
}

/** That no message reaches a person. Besides ours, the reason may be a code of the platform where the account is gone. */
interface Unreachable {
  since: Day;
  reason: UnreachableReason | (string & {});
}

/** A message that was lost longer ago tells nothing of today. */
const lostWithinDays = 30;

/** The members of these dyads whom no message reaches today: their addresses are gone, they never had one, or what is sent gets lost. */
export async function readUnreachable(
  store: Store,
  organization: Organization,
  dyads: readonly Dyad[],
  today: Day,
): Promise<Map<PersonId, Unreachable>> {
  const { zone } = organization;
  const addresses: { person_id: PersonId; gone_at: Instant | null; gone_reason: string | null }[] = await addressesOf(
    store,
    organization.id,
  )
    .orderByRaw("gone_at is null, gone_at")
    .select("person_id", "gone_at", "gone_reason");
  // One that is not gone if there is one, otherwise the one that went last.
  const best = new Map(addresses.map((address) => [address.person_id, address]));

  const lost = new Map<PersonId, Unreachable>();
  const monthAgo = instantAt(addDays(today, -lostWithinDays), hour("00:00"), zone);
  for (const { personId, at, reason } of await readLost(store, organization.id, monthAgo)) {
    lost.set(personId, { since: lost.get(personId)?.since ?? dayOf(at, zone), reason });
  }

  const why = (personId: PersonId, beganOn: Day): Unreachable | undefined => {
    const address = best.get(personId);
    if (!address) return beganOn <= today ? { since: beganOn, reason: "no-address" } : undefined;
    return address.gone_at === null ? lost.get(personId) : { since: dayOf(address.gone_at, zone), reason: address.gone_reason ?? "" };
  };
  return new Map(
    [...firstDays(dyads)].flatMap(([personId, beganOn]) => {
      const unreachable = why(personId, beganOn);
      return unreachable ? [[personId, unreachable]] : [];
    }),
  );
}

/** The day on which each member's first dyad begins. */
function firstDays(dyads: readonly Dyad[]): Map<PersonId, Day> {
  const days = new Map<PersonId, Day>();
  for (const { mentorId, menteeId, beganOn } of dyads) {
    for (const id of [mentorId, menteeId]) days.set(id, earliest(beganOn, days.get(id) ?? beganOn));
  }
  return days;
}

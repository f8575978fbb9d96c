import { addDays, addMinutes, dayOf, hour, type Instant, instantAt } from "../program/day.ts";
import type { OrganizationId, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { type Database, isPostgres } from "./database.ts";
import { leaseMinutes, notByIndex } from "./outbox.ts";
import type { Store } from "./store.ts";
import { readTogether, slicesOf } from "./together.ts";

const place = ["platform", "workspace", "user"] as const;
const at = ({ platform, workspace, user }: Address) => ({ platform, workspace, user });

type Home = Record<keyof ReturnType<typeof at> | "digest", string>;

const digestAt = readTogether(async (db, addresses: readonly Address[]): Promise<(string | null)[]> => {
  const rows: Home[] = await db("homes")
    .whereIn([...place], addresses.map(placed))
    .select(...place, "digest");
  return addresses.map((to) => rows.find((row) => isAt(row, to))?.digest ?? null);
});
const placed = (to: Address): string[] => place.map((column) => to[column]);
const isAt = (row: Address, to: Address): boolean => place.every((column) => row[column] === to[column]);

/** The digest of the home that somebody was shown last; null when they never opened it. */
export const readHome = ({ db }: Store, to: Address): Promise<string | null> => digestAt(db, to);

interface Holder extends Address {
  organization_id: OrganizationId;
  person_id: PersonId;
  gone_reason: string | null;
  zone: string;
}

/** Whose these addresses are. */
const holdersOf = (db: Database, addresses: readonly Address[]): Promise<Holder[]> =>
  db("addresses as a")
    .join("organizations as o", "o.id", "a.organization_id")
    .whereIn(
      place.map((column) => `a.${column}`),
      addresses.map(placed),
    )
    .select(...place.map((column) => `a.${column}`), "a.organization_id", "a.person_id", "a.gone_reason", "o.zone");

/** Whom a home is to show: whoever became a guest of the platform is shown nothing of anybody, like somebody whom nobody knows. */
type Shows = { organizationId: OrganizationId; personId: PersonId } | null;

const isGuest = (holder: Holder | undefined): boolean => holder?.gone_reason === "guest";
const shownAt = (holder: Holder | undefined): Shows =>
  holder && !isGuest(holder) ? { organizationId: holder.organization_id, personId: holder.person_id } : null;
const ownerOf = (shows: Shows) => ({ organization_id: shows?.organizationId ?? null, person_id: shows?.personId ?? null });

/**
 * Keeps what the home of an address shows; null where that is not known. One that shows nobody is not looked at again until its
 * address is somebody's.
 *
 * @param instead keeps it only where that was kept last.
 * @returns whether it is kept.
 */
export async function keepHome({ db }: Store, to: Address, digest: string | null, now: Instant, instead?: string): Promise<boolean> {
  const [holder] = await holdersOf(db, [to]);
  const owner = ownerOf(shownAt(holder));
  if (instead !== undefined) {
    const kept = await db("homes")
      .where({ ...at(to), digest: instead })
      .update({ ...owner, digest: digest ?? notKnown });
    return kept > 0;
  }
  const refreshAt = holder && !isGuest(holder) ? nextMorning(to, holder.zone, now) : null;
  await db("homes")
    .insert({ ...owner, ...at(to), digest: digest ?? notKnown, opened_at: now, refresh_at: refreshAt })
    .onConflict([...place])
    .merge([...Object.keys(owner), "digest"]);
  return true;
}

/** Somebody opened their home, which could not be shown just now. @returns whether it will be: of an account that is nobody's, only its platform says what it is asked. */
export async function showSoon({ db }: Store, to: Address, now: Instant): Promise<boolean> {
  const [holder] = await holdersOf(db, [to]);
  if (!holder) return false;
  await db("homes")
    .insert({ ...ownerOf(shownAt(holder)), ...at(to), digest: notKnown, opened_at: now, refresh_at: now })
    .onConflict([...place])
    .merge(["digest", "refresh_at"]);
  return true;
}

/** Whose this address is has changed, or what it shows is not known: its home, if it was opened, is shown again whatever it showed. */
export async function showAgain({ db }: Store, to: Address, now: Instant): Promise<void> {
  await db("homes").where(at(to)).update({ digest: notKnown, refresh_at: now });
}

/** What the homes of these workspaces show, which the bot was taken out of, is not known any more. */
export async function forgetShown({ db }: Store, platform: string, workspaces: readonly string[]): Promise<void> {
  await db("homes")
    .where({ platform })
    .whereIn("workspace", [...workspaces])
    .update({ digest: notKnown });
}
const notKnown = "";

const minutesOfTheNight = 240;
const midnight = hour("00:00");

/** When dates have passed for a home: in the first hours of the next day, each at a minute of its own, so that they spread. */
export function nextMorning({ user }: Address, zone: string, now: Instant): Instant {
  const place = [...user].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % minutesOfTheNight, 0);
  return addMinutes(instantAt(addDays(dayOf(now, zone), 1), midnight, zone), place);
}

/** The homes that show what was true before now. */
export const freshHomes = (db: Database, organizationId: OrganizationId, now: Instant) =>
  db("homes")
    .where((fresh) => fresh.whereNull("refresh_at").orWhere("refresh_at", ">", now))
    .whereRaw(`${notByIndex("organization_id")} = ?`, [organizationId]);

/** Whose homes say anything of these people: they themselves, and whoever coordinates a cohort that they are in. */
function showingAny(db: Database, people: readonly PersonId[]) {
  const cohortsBy = (table: string, column: string) => db(table).whereIn(column, people).select("cohort_id");
  const cohorts = cohortsBy("dyads", "mentor_id").union([cohortsBy("dyads", "mentee_id"), cohortsBy("appointments", "person_id")]);
  return db("people").whereIn("id", people).select("id").union(db("appointments").whereIn("cohort_id", cohorts).select("person_id"));
}

/** Something changed about these people: every home that says anything of them is composed again. */
export async function askHomes(
  { db }: Pick<Store, "db">,
  organizationId: OrganizationId,
  people: readonly PersonId[],
  now: Instant,
): Promise<void> {
  for (const some of slicesOf(people)) {
    await freshHomes(db, organizationId, now).whereIn("person_id", showingAny(db, some)).update({ refresh_at: now });
  }
}

/** Somebody opens their home: from now on it is kept up to date again. */
export async function markOpened({ db }: Store, to: Address, zone: string, now: Instant): Promise<void> {
  const refreshAt = db.raw("coalesce(refresh_at, ?)", [nextMorning(to, zone, now)]);
  await db("homes").where(at(to)).update({ opened_at: now, refresh_at: refreshAt });
}

/** A home to be composed again. */
export interface StaleHome {
  id: number;
  to: Address;
  shows: Shows;
  isGuests: boolean;
  openedAt: Instant;
  /** Ours until then. */
  leasedUntil: Instant;
}

interface Row extends Address {
  id: number;
  opened_at: Instant;
}

/**
 * Takes homes of these platforms that are stale for this process alone, until the lease ends: as with the messages that
 * are looked at again, they stay due where the process dies, and whoever marks one meanwhile is told apart. One whose
 * address is gone waits until it is back, but for that of a guest, who still sees it.
 */
export async function leaseHomes({ db }: Store, now: Instant, platforms: readonly string[], limit: number): Promise<StaleHome[]> {
  const leasedUntil = addMinutes(now, leaseMinutes);
  const gone = db("addresses as a")
    .whereRaw('a.platform = homes.platform and a.workspace = homes.workspace and a."user" = homes."user"')
    .whereNotNull("a.gone_at")
    .whereRaw("coalesce(a.gone_reason, '') <> 'guest'");
  const stale = () =>
    db("homes")
      .where("refresh_at", "<=", now)
      .whereIn("platform", [...platforms])
      .whereNotExists(gone)
      .orderBy(["refresh_at", "id"])
      .limit(limit);

  return db.transaction(async (trx) => {
    const rows: Row[] = await (isPostgres(db) ? stale().transacting(trx).forUpdate().skipLocked() : stale().transacting(trx));
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    await trx("homes").whereIn("id", ids).update({ refresh_at: leasedUntil });
    const holders = await holdersOf(trx, rows);
    return rows.map((row) => {
      const holder = holders.find((one) => isAt(one, row));
      return { id: row.id, to: at(row), shows: shownAt(holder), isGuests: isGuest(holder), openedAt: row.opened_at, leasedUntil };
    });
  });
}

/** When the home is looked at again, or null for never; where somebody marked it meanwhile, that stands. */
export async function settleHome({ db }: Store, home: StaleHome, next: Instant | null): Promise<void> {
  await db("homes")
    .where({ id: home.id, refresh_at: home.leasedUntil })
    .update({ ...ownerOf(home.shows), refresh_at: next });
}

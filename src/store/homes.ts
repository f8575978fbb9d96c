import { addDays, addMinutes, dayOf, hour, type Instant, instantAt } from "../program/day.ts";
import type { OrganizationId, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { isPostgres } from "./database.ts";
import { leaseMinutes } from "./outbox.ts";
import type { Store } from "./store.ts";
import { readTogether } from "./together.ts";

const at = ({ platform, workspace, user }: Address) => ({ platform, workspace, user });

type Home = Record<keyof ReturnType<typeof at> | "digest", string>;

const digestAt = readTogether(async (db, addresses: readonly Address[]): Promise<(string | null)[]> => {
  const columns = ["platform", "workspace", "user"] as const;
  const asked = addresses.map((to) => columns.map((column) => to[column]));
  const rows: Home[] = await db("homes")
    .whereIn([...columns], asked)
    .select(...columns, "digest");
  return addresses.map((to) => rows.find((row) => columns.every((column) => row[column] === to[column]))?.digest ?? null);
});

/** The digest of the home that somebody was shown last; null when they never opened it. */
export const readHome = ({ db }: Store, to: Address): Promise<string | null> => digestAt(db, to);

/** Keeps what the home of an address shows. A home of nobody's address belongs to no organization, and is not kept. */
export async function keepHome({ db }: Store, to: Address, digest: string, now: Instant): Promise<void> {
  const found: { organization_id: OrganizationId; person_id: PersonId; zone: string } | undefined = await db("addresses as a")
    .join("organizations as o", "o.id", "a.organization_id")
    .where({ "a.platform": to.platform, "a.workspace": to.workspace, "a.user": to.user })
    .first("a.organization_id", "a.person_id", "o.zone");
  if (!found) return;
  const { zone, ...owner } = found;
  await db("homes")
    .insert({ ...owner, ...at(to), digest, opened_at: now, refresh_at: nextMorning(to, zone, now) })
    .onConflict(["platform", "workspace", "user"])
    .merge([...Object.keys(owner), "digest"]);
}

const minutesOfTheNight = 240;
const midnight = hour("00:00");

/** When dates have passed for a home: in the first hours of the next day, each at a minute of its own, so that they spread. */
export function nextMorning({ user }: Address, zone: string, now: Instant): Instant {
  const place = [...user].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % minutesOfTheNight, 0);
  return addMinutes(instantAt(addDays(dayOf(now, zone), 1), midnight, zone), place);
}

/** Somebody opens their home: from now on it is kept up to date again. */
export async function markOpened({ db }: Store, to: Address, zone: string, now: Instant): Promise<void> {
  const refreshAt = db.raw("coalesce(refresh_at, ?)", [nextMorning(to, zone, now)]);
  await db("homes").where(at(to)).update({ opened_at: now, refresh_at: refreshAt });
}

/** A home to be composed again. */
export interface StaleHome {
  id: number;
  organizationId: OrganizationId;
  personId: PersonId;
  to: Address;
  openedAt: Instant;
  /** Ours until then. */
  leasedUntil: Instant;
}

interface Row extends Address {
  id: number;
  organization_id: OrganizationId;
  person_id: PersonId;
  opened_at: Instant;
}

/**
 * Takes homes of these platforms that are stale for this process alone, until the lease ends: as with the messages that
 * are looked at again, they stay due where the process dies, and whoever marks one meanwhile is told apart. One whose
 * address is gone waits until it is back.
 */
export async function leaseHomes({ db }: Store, now: Instant, platforms: readonly string[], limit: number): Promise<StaleHome[]> {
  const leasedUntil = addMinutes(now, leaseMinutes);
  const reached = db("addresses as a")
    .whereRaw('a.platform = homes.platform and a.workspace = homes.workspace and a."user" = homes."user"')
    .whereRaw("a.person_id = homes.person_id")
    .whereNull("a.gone_at");
  const stale = () =>
    db("homes")
      .where("refresh_at", "<=", now)
      .whereIn("platform", [...platforms])
      .whereExists(reached)
      .orderBy(["refresh_at", "id"])
      .limit(limit);

  return db.transaction(async (trx) => {
    const rows: Row[] = await (isPostgres(db) ? stale().transacting(trx).forUpdate().skipLocked() : stale().transacting(trx));
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    await trx("homes").whereIn("id", ids).update({ refresh_at: leasedUntil });
    return rows.map((row) => ({
      id: row.id,
      organizationId: row.organization_id,
      personId: row.person_id,
      to: at(row),
      openedAt: row.opened_at,
      leasedUntil,
    }));
  });
}

/** When the home is looked at again, or null for never; where somebody marked it meanwhile, that stands. */
export async function settleHome({ db }: Store, home: StaleHome, next: Instant | null): Promise<void> {
  await db("homes").where({ organization_id: home.organizationId, id: home.id, refresh_at: home.leasedUntil }).update({ refresh_at: next });
}

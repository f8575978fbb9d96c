import type { Instant } from "../program/day.ts";
import type { Address } from "../ui/platform.ts";
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
  const owner: { organization_id: number; person_id: number } | undefined = await db("addresses")
    .where(at(to))
    .first("organization_id", "person_id");
  if (!owner) return;
  const row = { ...owner, digest, shown_at: now };
  await db("homes")
    .insert({ ...row, ...at(to) })
    .onConflict(["platform", "workspace", "user"])
    .merge(Object.keys(row));
}

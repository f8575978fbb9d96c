import type { Plan } from "../program/plan.ts";
import type { Messenger } from "../ui/platform.ts";
import type { Database } from "./database.ts";
import type { Vault } from "./vault.ts";

/** What every store function works on. Nothing is sealed inside `inTransaction`: seal first, then open it. */
export interface Store {
  db: Database;
  vault: Vault;
  /** Whether the playground runs here: only then are people reached in it. */
  playground: boolean;
  /** Those that run here. */
  messengers: readonly Messenger[];
  /** Whether somebody's account can be looked for by their e-mail address, on any platform that runs here. */
  findsByEmail(): boolean;
  /** Plans already read, by cohort and revision: a plan at a revision never changes. */
  plans: Map<string, Plan>;
}

export const createStore = (
  db: Database,
  vault: Vault,
  {
    playground,
    messengers = [],
    findsByEmail = () => false,
  }: Pick<Store, "playground"> & Partial<Pick<Store, "messengers" | "findsByEmail">>,
): Store => ({
  ...{ db, vault, playground, messengers, findsByEmail },
  plans: new Map(),
});

export const inTransaction = <Result>(store: Store, work: (store: Store) => Promise<Result>): Promise<Result> =>
  store.db.transaction((trx) => work({ ...store, db: trx }));

/** SQLite takes a bounded number of values in one statement; PostgreSQL is as fast with slices of this size. */
const rowsPerStatement = 80;

/** Inserts many rows; those whose unique columns are there already are left as they are. @returns how many were new. */
export async function insertOrIgnore(db: Database, table: string, rows: readonly object[], unique: readonly string[]): Promise<number> {
  let inserted = 0;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const slice = rows.slice(start, start + rowsPerStatement);
    const added: unknown[] = await db(table)
      .insert(slice)
      .onConflict([...unique])
      .ignore()
      .returning([...unique]);
    inserted += added.length;
  }
  return inserted;
}

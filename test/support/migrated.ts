import { type Database, migrate, openDatabase } from "../../src/store/database.ts";

let made: string | null = null;

/** A new database in memory. The migrations run once in each process of tests: after that, what they made is made at once. */
export async function openMigrated(): Promise<Database> {
  const db = openDatabase("sqlite::memory:");
  if (made === null) {
    await migrate(db);
    made = await scriptOf(db);
  } else await execute(db, made);
  return db;
}

/** What makes the same tables, with what stands in them. */
async function scriptOf(db: Database): Promise<string> {
  const things: { type: string; name: string; sql: string }[] = await db("sqlite_master")
    .whereNotNull("sql")
    .whereRaw("name not glob 'sqlite_*'")
    .orderByRaw("type = 'table' desc, rowid")
    .select("type", "name", "sql");
  const rows: string[] = [];
  for (const { name } of things.filter(({ type }) => type === "table")) {
    const found: object[] = await db(name).select("*");
    if (found.length > 0) rows.push(db(name).insert(found).toString());
  }
  return [...things.map(({ sql }) => sql), ...rows].join(";\n");
}

async function execute(db: Database, script: string): Promise<void> {
  const connection = await db.client.acquireConnection();
  try {
    await new Promise<void>((resolve, reject) => {
      connection.exec(script, (error: Error | null) => (error ? reject(error) : resolve()));
    });
  } finally {
    await db.client.releaseConnection(connection);
  }
}

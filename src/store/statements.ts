type Done = (this: Ran, error: Error | null, rows?: unknown[]) => void;
type Ran = { lastID?: number | undefined; changes?: number | undefined };
type Run = (values: readonly unknown[], done: Done) => unknown;

interface Prepared {
  all: Run;
  run: Run;
  finalize(): unknown;
}

/** What Knex asks of a connection of the sqlite3 driver. */
export interface Connection {
  exec(sql: string, done: (error: Error | null) => void): void;
  prepare(sql: string, done: (error: Error | null) => void): Prepared;
  all(sql: string, values: readonly unknown[], done: Done): unknown;
  run(sql: string, values: readonly unknown[], done: Done): unknown;
  close(done: (error: Error | null) => void): void;
}

const mostKept = 200;
/** A pragma may do its work while it is prepared, and what changes tables is asked once. */
const isKept = (sql: string): boolean => /^\s*(select|with|insert|update|delete|begin|commit)\b/i.test(sql);

/**
 * Keeps what a connection has prepared: the driver would prepare every statement anew, which takes as long as running it.
 * SQLite itself prepares again what a change of the tables made stale.
 */
export function keepStatements(connection: Connection): void {
  const kept = new Map<string, Prepared>();

  function keep(sql: string, statement: Prepared): void {
    forget(sql);
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) forget(oldest);
    kept.set(sql, statement);
  }
  function forget(sql: string): void {
    kept.get(sql)?.finalize();
    kept.delete(sql);
  }
  const asking = (how: "all" | "run") => {
    const once = connection[how].bind(connection);
    return (sql: string, values: readonly unknown[], done: Done): void => {
      const use = (statement: Prepared): unknown =>
        statement[how](values, function (error, rows) {
          // One that failed may hold on to what it had begun to read.
          if (error && kept.get(sql) === statement) forget(sql);
          done.call({ lastID: this.lastID, changes: this.changes }, error, rows);
        });
      const known = kept.get(sql);
      if (known) use(known);
      else if (!isKept(sql)) once(sql, values, done);
      else {
        const statement = connection.prepare(sql, (error) => {
          if (error) return done.call({}, error);
          keep(sql, statement);
          use(statement);
        });
      }
    };
  };
  const close = connection.close.bind(connection);
  Object.assign(connection, {
    all: asking("all"),
    run: asking("run"),
    close(done: (error: Error | null) => void) {
      for (const sql of kept.keys()) forget(sql);
      close(done);
    },
  });
}

import type { Knex } from "knex";

const columns = ["platform", "workspace", "user"] as const;

/** Where a message was shown, even to an account that nobody had, or has by now: it names the place, no longer its address. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable("outbox", (t) => {
    for (const column of columns) t.string(`shown_${column}`);
  });
  const there = (column: string) => knex("addresses").where("addresses.id", knex.ref("outbox.shown_at")).select(column);
  await knex("outbox")
    .whereNotNull("shown_at")
    .update(Object.fromEntries(columns.map((column) => [`shown_${column}`, there(column)])));
  await knex.raw("alter table outbox drop column shown_at");
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable("outbox", (t) => {
    t.integer("shown_at");
  });
  const same = columns.reduce((at, column) => at.where(`addresses.${column}`, knex.ref(`outbox.shown_${column}`)), knex("addresses"));
  await knex("outbox")
    .whereNotNull("shown_platform")
    .update({ shown_at: same.select("id") });
  for (const column of columns) await knex.raw("alter table outbox drop column ??", [`shown_${column}`]);
}

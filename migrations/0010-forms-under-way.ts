import type { Knex } from "knex";

/** Until when a form is being taken: null once it was, and for whatever is no form. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable("seen_requests", (t) => {
    t.string("taken_until");
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table seen_requests drop column taken_until");
}

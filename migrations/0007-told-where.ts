import type { Knex } from "knex";

/** In which messenger somebody who is linked in several wants to be told things; null for the one where they were linked first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable("people", (t) => {
    t.string("told_in");
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table people drop column told_in");
}

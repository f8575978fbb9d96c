import type { Knex } from "knex";

/**
 * Who writes from an address that is nobody's yet: whom they may be, null where that is not known or was denied. And of
 * a notice that was shown, all that it takes to have it say what became of its matter: where it is, as what, and when it
 * is looked at again. Most rows have none of that, so that the indices hold only the messages that are still open.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("introductions", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").index();
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("name").notNullable();
    t.string("asked_at").notNullable();
    t.unique(["platform", "workspace", "user"]);
  });
  await knex.schema.alterTable("outbox", (t) => {
    t.text("receipt");
    t.integer("shown_at");
    t.string("shown_as");
    t.string("review_at");
    t.integer("review_attempts").notNullable().defaultTo(0);
  });
  await knex.raw("create index outbox_review on outbox (review_at) where receipt is not null");
  await knex.raw("create index outbox_shown on outbox (person_id) where receipt is not null");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop index outbox_shown");
  await knex.raw("drop index outbox_review");
  for (const column of ["receipt", "shown_at", "shown_as", "review_at", "review_attempts"]) {
    await knex.raw("alter table outbox drop column ??", [column]);
  }
  await knex.schema.dropTable("introductions");
}

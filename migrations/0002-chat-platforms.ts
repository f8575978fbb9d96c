import type { Knex } from "knex";

/** What a chat platform needs that the playground did not. */
export async function up(knex: Knex): Promise<void> {
  // Who is at an address that is nobody's yet: whom they may be, null where that is not known or was denied; the coordinator
  // who says so, null where their e-mail address does; and whom they said they are not.
  await knex.schema.createTable("introductions", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").index();
    t.integer("vouched_by").references("id").inTable("people");
    t.integer("denied_id").references("id").inTable("people");
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("name").notNullable();
    t.string("asked_at").notNullable();
    t.unique(["platform", "workspace", "user"]);
  });

  // Requests that came already. They are of a platform before they are of anybody, so that no organization owns them.
  await knex.schema.createTable("seen_requests", (t) => {
    t.string("key").primary();
    t.string("at").notNullable().index();
  });

  // What the home of a person showed last, so that the same is not shown again; when they opened it, and when it is
  // looked at again: null where it was not opened for long.
  await knex.schema.createTable("homes", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").notNullable().index();
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("digest").notNullable();
    t.string("opened_at").notNullable();
    t.string("refresh_at").index();
    t.unique(["platform", "workspace", "user"]);
  });

  // Of a notice that was shown, all that it takes to have it say what became of its matter: where it is, as what, and when
  // it is looked at again. Most rows have none of that, so that the indices hold only the messages that are still open.
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
  await knex.schema.dropTable("homes");
  await knex.schema.dropTable("seen_requests");
  await knex.schema.dropTable("introductions");
}

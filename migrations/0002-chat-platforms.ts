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

  // What the home of a person showed last, so that the same is not shown again.
  await knex.schema.createTable("homes", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").notNullable().index();
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("digest").notNullable();
    t.string("shown_at").notNullable();
    t.unique(["platform", "workspace", "user"]);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable("homes");
  await knex.schema.dropTable("seen_requests");
  await knex.schema.dropTable("introductions");
}

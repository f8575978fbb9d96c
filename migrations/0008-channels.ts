import type { Knex } from "knex";

/** Where several people read along and a coordinator has had the bot added, and what is announced there. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("channels", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("name").notNullable();
    t.unique(["platform", "workspace", "user"]);
  });
  await knex.schema.createTable("announcements", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").notNullable().index();
    t.text("sealed").notNullable();
    t.string("said_at").notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable("announcements");
  await knex.schema.dropTable("channels");
}

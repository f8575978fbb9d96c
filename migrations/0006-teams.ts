import type { Knex } from "knex";

/** Where somebody is reached in Teams, as they said last. They may be nobody yet, so that no organization owns it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("teams_references", (t) => {
    t.string("tenant").notNullable();
    t.string("user").notNullable();
    t.string("service_url", 500).notNullable();
    t.string("account", 500).notNullable();
    t.string("conversation", 500);
    t.primary(["tenant", "user"]);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable("teams_references");
}

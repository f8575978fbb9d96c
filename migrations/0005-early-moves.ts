import type { Knex } from "knex";

/** Each change of a date before it was announced: what it was before, and who changed it, null where a closure did. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("follow_up_early_moves", (t) => {
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("follow_up_id").references("id").inTable("follow_ups").notNullable();
    t.integer("times").notNullable();
    t.string("from_day", 10);
    t.string("from_hour", 5);
    t.integer("moved_by").references("id").inTable("people");
    t.string("moved_on", 10).notNullable();
    t.primary(["follow_up_id", "times"]);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable("follow_up_early_moves");
}

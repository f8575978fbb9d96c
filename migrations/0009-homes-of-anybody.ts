import type { Knex } from "knex";

const owner = ["organization_id", "person_id"] as const;

/** Whose a home is says whom it shows: nobody, where it is opened by whoever is nobody, or shows them no more. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable("homes", (t) => {
    for (const column of owner) t.setNullable(column);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex("homes").whereNull("person_id").delete();
  await knex.schema.alterTable("homes", (t) => {
    for (const column of owner) t.dropNullable(column);
  });
}

import type { Knex } from "knex";

const place = ["platform", "workspace", "user"] as const;

/** Whom accounts said that they are not: it outlives what is kept of an account that is nobody's, and holds only ids. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("refusals", (t) => {
    t.increments("id").primary();
    t.integer("organization_id").references("id").inTable("organizations").notNullable().index();
    t.integer("person_id").references("id").inTable("people").notNullable().index();
    for (const column of place) t.string(column).notNullable();
    t.string("refused_at").notNullable();
    t.unique([...place, "person_id"]);
  });
  const refused: { organization_id: number; denied_id: number; asked_at: string }[] = await knex("introductions")
    .whereNotNull("denied_id")
    .select("organization_id", "denied_id", "asked_at", ...place);
  for (const { denied_id, asked_at, ...where } of refused) {
    await knex("refusals").insert({ ...where, person_id: denied_id, refused_at: asked_at });
  }
  await knex.schema.alterTable("introductions", (t) => {
    t.dropForeign("denied_id");
    t.dropColumn("denied_id");
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable("introductions", (t) => {
    t.integer("denied_id").references("id").inTable("people");
  });
  await knex.raw(
    `update introductions set denied_id = (
       select max(r.person_id) from refusals r
       where r.platform = introductions.platform and r.workspace = introductions.workspace and r."user" = introductions."user")
     where person_id is null`,
  );
  await knex.schema.dropTable("refusals");
}

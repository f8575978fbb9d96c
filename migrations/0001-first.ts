import type { Knex } from "knex";

type Table = Knex.CreateTableBuilder;

const id = (table: Table) => table.increments("id").primary();
const reference = (table: Table, column: string, target: string) => table.integer(column).references("id").inTable(target);
const organization = (table: Table) => reference(table, "organization_id", "organizations").notNullable().index();

/**
 * Days are text `YYYY-MM-DD`, hours `HH:mm`, instants `YYYY-MM-DDTHH:mm:ss.sssZ`: they sort as text and read
 * the same on SQLite and PostgreSQL. Columns named `sealed` hold a compact JWE and nothing readable.
 */
export async function up(knex: Knex): Promise<void> {
  const create = (name: string, build: (table: Table) => void) => knex.schema.createTable(name, build);

  await create("installation", (t) => {
    t.string("key").primary();
    t.text("value").notNullable();
  });

  await create("organizations", (t) => {
    id(t);
    t.string("key").notNullable().unique();
    t.string("name").notNullable();
    t.string("language", 2).notNullable();
    t.string("zone").notNullable();
    t.text("assistance");
  });

  await create("sealing_keys", (t) => {
    id(t);
    organization(t);
    t.string("owner").notNullable();
    t.string("wrapped_by").notNullable();
    t.text("wrapped").notNullable();
    t.unique(["organization_id", "owner"]);
  });

  await create("programs", (t) => {
    id(t);
    organization(t);
    t.string("name").notNullable();
    t.unique(["organization_id", "name"]);
  });

  await create("people", (t) => {
    id(t);
    organization(t);
    t.string("email").notNullable();
    t.string("given_name").notNullable();
    t.string("family_name").notNullable();
    t.string("language", 2).notNullable();
    t.string("office");
    reference(t, "supervisor_id", "people").index();
    t.unique(["organization_id", "email"]);
  });

  await create("addresses", (t) => {
    id(t);
    organization(t);
    reference(t, "person_id", "people").notNullable().index();
    t.string("platform").notNullable();
    t.string("workspace").notNullable();
    t.string("user").notNullable();
    t.string("gone_at");
    t.string("gone_reason");
    t.integer("seen_through").notNullable().defaultTo(0);
    t.unique(["platform", "workspace", "user"]);
  });

  await create("instruments", (t) => {
    organization(t);
    t.string("id").notNullable();
    t.text("definition").notNullable();
    t.primary(["organization_id", "id"]);
  });

  await create("cohorts", (t) => {
    id(t);
    organization(t);
    reference(t, "program_id", "programs").notNullable();
    t.string("key").notNullable();
    t.string("name").notNullable();
    t.string("kind").notNullable();
    t.string("starts_on", 10).notNullable();
    t.string("ends_on", 10).notNullable();
    t.text("plan").notNullable();
    t.integer("revision").notNullable().defaultTo(1);
    t.unique(["organization_id", "key"]);
  });

  await create("appointments", (t) => {
    id(t);
    organization(t);
    reference(t, "cohort_id", "cohorts").notNullable().index();
    reference(t, "person_id", "people").notNullable().index();
    t.string("capacity").notNullable();
    t.string("kind").notNullable();
    t.string("from_on", 10).notNullable();
    t.string("until_on", 10);
    reference(t, "succeeds_id", "people");
    t.unique(["cohort_id", "person_id", "from_on"]);
  });

  await create("dyads", (t) => {
    id(t);
    organization(t);
    reference(t, "cohort_id", "cohorts").notNullable().index();
    reference(t, "mentor_id", "people").notNullable().index();
    reference(t, "mentee_id", "people").notNullable().index();
    reference(t, "coordinator_id", "people").notNullable();
    t.string("began_on", 10).notNullable();
    t.string("ended_on", 10);
    reference(t, "ended_by", "people");
    t.unique(["cohort_id", "mentor_id", "mentee_id"]);
  });

  await create("follow_ups", (t) => {
    id(t);
    organization(t);
    reference(t, "cohort_id", "cohorts").notNullable().index();
    reference(t, "dyad_id", "dyads").index();
    t.string("key").notNullable().unique();
    t.string("stage").notNullable();
    t.string("audience").notNullable();
    t.string("on_day", 10);
    t.string("at_hour", 5);
    t.string("unplaced");
    t.string("announced_on", 10);
    t.integer("moves").notNullable().defaultTo(0);
    t.string("moved_from", 10);
    t.string("moved_on", 10);
    t.string("held_on", 10);
    reference(t, "held_by", "people");
    t.string("held_at");
  });

  await create("follow_up_records", (t) => {
    id(t);
    organization(t);
    reference(t, "follow_up_id", "follow_ups").notNullable();
    t.integer("version").notNullable();
    reference(t, "written_by", "people").notNullable();
    t.string("written_at").notNullable();
    t.text("sealed").notNullable();
    t.unique(["follow_up_id", "version"]);
  });

  await create("attendances", (t) => {
    organization(t);
    reference(t, "follow_up_id", "follow_ups").notNullable();
    reference(t, "person_id", "people").notNullable();
    t.primary(["follow_up_id", "person_id"]);
  });

  await create("meetings", (t) => {
    id(t);
    organization(t);
    reference(t, "dyad_id", "dyads").notNullable().index();
    reference(t, "logged_by", "people").notNullable();
    t.integer("version").notNullable();
    t.string("voided_at");
    reference(t, "voided_by", "people");
  });

  await create("meeting_versions", (t) => {
    organization(t);
    reference(t, "meeting_id", "meetings").notNullable();
    t.integer("version").notNullable();
    reference(t, "written_by", "people").notNullable();
    t.string("written_at").notNullable();
    t.string("held_on", 10).notNullable();
    t.integer("minutes").notNullable();
    t.string("mode").notNullable();
    t.text("sealed").notNullable();
    t.primary(["meeting_id", "version"]);
  });

  await create("objectives", (t) => {
    id(t);
    organization(t);
    reference(t, "dyad_id", "dyads").notNullable().index();
    reference(t, "author_id", "people").notNullable();
    t.string("set_on", 10).notNullable();
    t.string("closed_on", 10);
    t.string("closed_as");
    t.text("sealed").notNullable();
  });

  await create("notes", (t) => {
    id(t);
    organization(t);
    reference(t, "dyad_id", "dyads").notNullable().index();
    reference(t, "author_id", "people").notNullable();
    t.string("kind").notNullable();
    t.string("audience").notNullable();
    t.string("written_on", 10).notNullable();
    t.text("sealed").notNullable();
  });

  await create("administrations", (t) => {
    id(t);
    organization(t);
    reference(t, "cohort_id", "cohorts").notNullable().index();
    reference(t, "dyad_id", "dyads").notNullable();
    reference(t, "person_id", "people").notNullable().index();
    t.string("stage").notNullable();
    t.string("instrument").notNullable();
    t.string("opens_on", 10).notNullable();
    t.string("due_on", 10).notNullable();
    t.string("done_at");
    t.text("sealed");
    t.unique(["dyad_id", "stage"]);
  });

  await create("consents", (t) => {
    organization(t);
    reference(t, "administration_id", "administrations").notNullable();
    t.string("reader").notNullable();
    t.string("given_at").notNullable();
    t.string("withdrawn_at");
    t.primary(["administration_id", "reader"]);
  });

  await create("pauses", (t) => {
    id(t);
    organization(t);
    reference(t, "person_id", "people").notNullable().index();
    t.string("from_on", 10).notNullable();
    t.string("until_on", 10).notNullable();
  });

  await create("planned_days", (t) => {
    organization(t);
    reference(t, "cohort_id", "cohorts").notNullable();
    t.string("what").notNullable();
    t.string("through_on", 10).notNullable();
    t.primary(["cohort_id", "what"]);
  });

  await create("outbox", (t) => {
    id(t);
    organization(t);
    t.string("key").notNullable().unique();
    t.string("kind").notNullable();
    reference(t, "person_id", "people").notNullable();
    reference(t, "cohort_id", "cohorts");
    t.string("subject").notNullable();
    t.string("not_before").notNullable();
    t.string("give_up_after").notNullable();
    t.integer("attempts").notNullable().defaultTo(0);
    t.string("leased_until");
    t.string("waiting_for");
    t.string("settled_at");
    t.string("outcome");
    t.string("reason");
    t.index(["person_id", "kind", "settled_at"]);
    t.index(["organization_id", "settled_at"]);
  });
  await knex.raw("create index outbox_pending on outbox (not_before) where settled_at is null");

  await create("conversations", (t) => {
    id(t);
    organization(t);
    reference(t, "person_id", "people").notNullable().index();
    t.string("key").unique();
    t.string("at").notNullable();
    t.integer("unprompted").notNullable();
    t.text("sealed").notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  const tables = [
    "conversations outbox planned_days pauses consents administrations notes objectives meeting_versions meetings attendances",
    "follow_up_records follow_ups dyads appointments cohorts instruments addresses people programs sealing_keys organizations installation",
  ];
  for (const name of tables.join(" ").split(" ")) await knex.schema.dropTable(name);
}

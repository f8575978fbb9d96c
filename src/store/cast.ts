import type { Day } from "../program/day.ts";
import type { Office, Organization, PersonId } from "../program/terms.ts";
import { type PersonRow, toPerson } from "./rows.ts";
import type { Store } from "./store.ts";

/** Someone whom a visitor of the playground can become, as they stand today. */
export interface CastMember {
  id: PersonId;
  name: string;
  language: PersonRow["language"];
  office: Office | null;
  role: "coordinator" | "deputy" | "mentor" | "mentee" | null;
  /** The other members of their dyads. */
  with: string[];
  unread: number;
  unreachable: boolean;
}

/** Everyone of an organization. It shows no more than who takes part with whom, and unread counts. */
export async function readCast(store: Store, organization: Organization, today: Day): Promise<CastMember[]> {
  const { db } = store;
  const scope = { organization_id: organization.id };
  const people: PersonRow[] = await db("people").where(scope).orderBy("id");
  const dyads: { mentor_id: PersonId; mentee_id: PersonId }[] = await db("dyads")
    .where(scope)
    .orderBy("id")
    .select("mentor_id", "mentee_id");
  const inOffice: { person_id: PersonId; capacity: "coordinator" | "deputy" }[] = await db("appointments")
    .where(scope)
    .where("from_on", "<=", today)
    .where((any) => any.whereNull("until_on").orWhere("until_on", ">=", today))
    .select("person_id", "capacity");
  const unread: { person_id: PersonId; gone_at: string | null; unread: number | string }[] = await db("addresses as a")
    .leftJoin("conversations as c", (on) => on.on("c.person_id", "a.person_id").on("c.id", ">", "a.seen_through").onVal("c.unprompted", 1))
    .where({ "a.organization_id": organization.id, "a.platform": "web" })
    .groupBy("a.person_id", "a.gone_at")
    .select("a.person_id", "a.gone_at")
    .count({ unread: "c.id" });

  const names = new Map(people.map((row) => [row.id, `${row.given_name} ${row.family_name}`]));
  const address = new Map(unread.map((row) => [row.person_id, row]));
  return people.map(toPerson).map((person) => {
    const asMentor = dyads.filter(({ mentor_id }) => mentor_id === person.id);
    const asMentee = dyads.filter(({ mentee_id }) => mentee_id === person.id);
    const capacity = inOffice.find(({ person_id }) => person_id === person.id)?.capacity ?? null;
    return {
      id: person.id,
      name: names.get(person.id) ?? "",
      language: person.language,
      office: person.office,
      role: capacity ?? (asMentor.length > 0 ? "mentor" : asMentee.length > 0 ? "mentee" : null),
      with: [...asMentor.map(({ mentee_id }) => mentee_id), ...asMentee.map(({ mentor_id }) => mentor_id)].map((id) => names.get(id) ?? ""),
      unread: Number(address.get(person.id)?.unread ?? 0),
      unreachable: address.get(person.id)?.gone_at !== null,
    };
  });
}

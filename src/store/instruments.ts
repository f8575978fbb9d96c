import { readFile } from "node:fs/promises";
import { packageFile } from "../package-files.ts";
import type { Instrument } from "../program/instrument.ts";
import type { OrganizationId } from "../program/terms.ts";
import type { Store } from "./store.ts";

const shipped = new Map<string, Promise<Instrument>>();

/** An instrument that comes with the program; its file is held to its form by the tests. */
function readShipped(id: string): Promise<Instrument> {
  const known = shipped.get(id);
  if (known) return known;
  const reading = load(id);
  shipped.set(id, reading);
  reading.catch(() => shipped.delete(id));
  return reading;
}

async function load(id: string): Promise<Instrument> {
  const [{ parse }, text] = await Promise.all([import("yaml"), readFile(packageFile(`src/program/instruments/${id}.yaml`), "utf8")]);
  return parse(text);
}

/** The school's own instrument of that id, or the one that comes with the program. */
export async function readInstrument(store: Store, organizationId: OrganizationId, id: string): Promise<Instrument> {
  const row: { definition: string } | undefined = await store
    .db("instruments")
    .where({ organization_id: organizationId, id })
    .first("definition");
  return row ? JSON.parse(row.definition) : readShipped(id);
}

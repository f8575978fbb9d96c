import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { packageFile } from "../package-files.ts";
import type { Instrument } from "../program/instrument.ts";
import type { OrganizationId } from "../program/terms.ts";
import type { Store } from "./store.ts";

const shipped = new Map<string, Promise<Instrument>>();

/** An instrument that comes with the program; its file is held to its form by the tests. */
function readShipped(id: string): Promise<Instrument> {
  const known = shipped.get(id);
  if (known) return known;
  const read = readFile(packageFile(`src/program/instruments/${id}.yaml`), "utf8").then((text) => parse(text) as Instrument);
  shipped.set(id, read);
  return read;
}

/** The school's own instrument of that id, or the one that comes with the program. */
export async function readInstrument(store: Store, organizationId: OrganizationId, id: string): Promise<Instrument> {
  const row: { definition: string } | undefined = await store
    .db("instruments")
    .where({ organization_id: organizationId, id })
    .first("definition");
  return row ? JSON.parse(row.definition) : readShipped(id);
}

import { readFile } from "node:fs/promises";
import { Resvg } from "@resvg/resvg-js";
import { type Zippable, zipSync } from "fflate";
import { packageFile } from "../../src/package-files.ts";

/** What stands in the manifest for what each school has of its own. */
const placeholders = { appId: "00000000-0000-0000-0000-000000000000", site: "https://triade.example/" };

export interface Own {
  /** The application (client) id of the registration in Entra. */
  appId: string;
  /** A page of the school, which Teams shows as the app's site, its privacy statement and its terms. */
  site: URL;
}

const folder = "manifest/teams";
const widths = { color: 192, outline: 32 };

const textOf = (name: string): Promise<string> => readFile(packageFile(`${folder}/${name}`), "utf8");

/** The zip file that is uploaded to Teams. The same in, the same out. */
export async function packageOf({ appId, site }: Own): Promise<Uint8Array> {
  const own = new Map<unknown, string>([
    [placeholders.appId, appId],
    [placeholders.site, site.href],
  ]);
  const manifest: { localizationInfo: { additionalLanguages: { file: string }[] } } = JSON.parse(
    await textOf("manifest.json"),
    (_, value: unknown) => own.get(value) ?? value,
  );
  const { localizationInfo } = manifest;
  const files: Record<string, Uint8Array> = { "manifest.json": new TextEncoder().encode(JSON.stringify(manifest, null, 2)) };
  for (const { file } of localizationInfo.additionalLanguages) files[file] = new TextEncoder().encode(await textOf(file));
  for (const [name, width] of Object.entries(widths)) {
    const svg = await textOf(`${name}.svg`);
    files[`${name}.png`] = new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng();
  }
  return zipSync(files as Zippable, { mtime: "1980-01-01T12:00:00" });
}

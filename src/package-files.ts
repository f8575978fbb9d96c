import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of `package.json`, whether this runs from the sources or from `dist`. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("this file lies in no package");
    folder = parent;
  }
  return folder;
}

/** A file that comes with the program and is not compiled, such as an example or an instrument. */
export const packageFile = (path: string): string => join(packageRoot(), path);

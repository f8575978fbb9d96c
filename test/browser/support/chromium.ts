import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian, Fedora, macOS and Chrome's own packages put it; `CHROMIUM` names another. */
const places = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The machine's own Chromium, without a window and without a word to the network of its own; `isAlone`: pages have none to say either. */
export function openChromium({ isAlone = false } = {}): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error("no Chromium on this machine: install it (`apt install chromium`), or name it in CHROMIUM");
  return chromium.launch({
    executablePath,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(isAlone ? ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] : []),
      // Chromium's sandbox refuses to run as root, which is what a container is.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

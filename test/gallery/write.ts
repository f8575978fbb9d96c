import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { calendarFile } from "../../adapters/calendar-file.ts";
import { pictureOf } from "../../adapters/picture.ts";
import { type Language, languages } from "../../src/program/terms.ts";
import type { Message } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { slackFile } from "./slack.ts";
import { slackHtml, slackStyle } from "./slack-page.ts";
import { teamsCards } from "./teams.ts";
import { longest } from "./texts.ts";
import { type Exhibit, tour } from "./tour.ts";

const root = process.cwd();
const gallery = join(root, "out/gallery");

interface Attached {
  file: string;
  alt?: string;
  text?: string;
}

/** What goes with a message where a platform takes files. */
async function attach({ message, name }: { message: Message; name: string }): Promise<Attached[]> {
  const attached: Attached[] = [];
  for (const block of message.blocks) {
    if (block.kind === "event") {
      const { name: own, text } = calendarFile(block.event);
      attached.push({ file: `files/${name}-${own}`, text });
      await writeFile(join(gallery, "files", `${name}-${own}`), text);
    } else if (block.kind === "chart") {
      const { name: own, alt, png } = await pictureOf(block.chart, message.language);
      const file = `files/${name}-${attached.length}-${own}`;
      attached.push({ file, alt });
      await writeFile(join(gallery, file), png);
    }
  }
  return attached;
}

/** Where the page's own look lies once it is built. */
const hostConfig = join(root, "dist/adapters/web/page/host-config.js");

/** The tour as it is, then with everything as long as it may be. */
async function everything(language: Language): Promise<Exhibit[]> {
  const stretched = await tour(language, longest);
  return [...(await tour(language)), ...stretched.map((exhibit) => ({ ...exhibit, name: `longest-${exhibit.name}` }))];
}

async function write(): Promise<void> {
  await rm(gallery, { recursive: true, force: true });
  for (const folder of ["teams", "slack", "files"]) await mkdir(join(gallery, folder), { recursive: true });
  const shown: { language: string; name: string; title: string; cards: object[]; slack: string; attached: Attached[] }[] = [];
  for (const language of languages) {
    for (const exhibit of await everything(language)) {
      const name = `${language}-${exhibit.name}-${exhibit.to}`;
      const cards = teamsCards(exhibit);
      for (const [place, card] of cards.entries()) {
        const part = place === 0 ? "" : `-part-${place + 1}`;
        await writeFile(join(gallery, "teams", `${name}${part}.json`), `${JSON.stringify(card, null, 2)}\n`);
      }
      const title = exhibit.kind === "form" ? exhibit.form.title : exhibit.message.summary;
      const attached = exhibit.kind === "message" ? await attach({ message: exhibit.message, name }) : [];
      const slack = slackFile(exhibit);
      await writeFile(join(gallery, "slack", `${name}.json`), `${JSON.stringify(slack, null, 2)}\n`);
      shown.push({ language, name: `${exhibit.name} → ${exhibit.to}`, title, cards, slack: slackHtml(slack), attached });
      if (exhibit.kind === "message") await writeFile(join(gallery, "teams", `${name}.txt`), `${plainMessage(exhibit.message)}\n`);
    }
  }
  await copyFile(
    createRequire(join(root, "package.json")).resolve("adaptivecards/dist/adaptivecards.min.js"),
    join(gallery, "adaptivecards.js"),
  );
  const styles = (await readdir(join(root, "adapters/web/page"))).filter((name) => name.endsWith(".css"));
  for (const name of styles) await copyFile(join(root, "adapters/web/page", name), join(gallery, name));
  const { hostConfig: look } = (await import(hostConfig)) as { hostConfig(level: number): object };
  await writeFile(join(gallery, "index.html"), page(shown, look(3), styles));
  process.stdout.write(
    `${shown.length} things in out/gallery/teams and out/gallery/slack, their files in out/gallery/files, to look at in out/gallery/index.html\n`,
  );
}

/** Opened from the disk, without a server: everything the page needs is in it or beside it. */
function page(shown: readonly object[], look: object, styles: readonly string[]): string {
  const inScript = (value: unknown) => JSON.stringify(value).replace(/</g, "\\u003c");
  return `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Triade : tous les messages et formulaires</title>
${styles.map((name) => `<link rel="stylesheet" href="${name}">`).join("\n")}
<style>
  html, body { height: auto; overflow: auto; display: block; }
  main { padding: 28px; }
  article { display: grid; grid-template-columns: 420px auto; justify-content: start; align-items: start; gap: 6px 28px; margin: 0 0 36px; }
  article h2 { font: 600 13px system-ui; margin: 0; opacity: .75; grid-column: 1 / -1; }
  article .card { width: auto !important; padding: 4px; }
  article img { display: block; width: 360px; max-width: 100%; margin: 8px 0 0; border-radius: 8px; }
  article details { margin: 8px 0 0; font-size: 13px; }
  article pre { overflow-x: auto; font-size: 11px; }
${slackStyle}</style>
<main id="cards"></main>
<script src="adaptivecards.js"></script>
<script>
  const look = ${inScript(look)};
  const shown = ${inScript(shown)};
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.didProcess = false; };
  function attachment({ file, alt, text }) {
    if (alt) return Object.assign(document.createElement("img"), { src: file, alt, loading: "lazy" });
    const details = document.createElement("details");
    const link = Object.assign(document.createElement("a"), { href: file, textContent: file.replace("files/", "") });
    const summary = document.createElement("summary");
    summary.append(link);
    details.append(summary, Object.assign(document.createElement("pre"), { textContent: text }));
    return details;
  }
  for (const { language, name, title, cards, slack, attached } of shown) {
    const article = document.createElement("article");
    article.lang = language;
    const heading = document.createElement("h2");
    heading.textContent = language + " · " + name + " · " + title;
    // Radio buttons of two cards would be one group, if each card did not have a form of its own.
    const form = document.createElement("form");
    for (const card of cards) {
      const drawn = new AdaptiveCards.AdaptiveCard();
      drawn.hostConfig = new AdaptiveCards.HostConfig(look);
      drawn.parse(card);
      const element = drawn.render();
      element.classList.add("card");
      form.append(element);
    }
    const inSlack = document.createElement("form");
    inSlack.innerHTML = slack;
    article.append(heading, form, inSlack, ...attached.map(attachment));
    document.getElementById("cards").append(article);
  }
</script>
</html>
`;
}

await write();

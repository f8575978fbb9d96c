import { introduce } from "../../src/ui/introduce.ts";
import { notNow } from "../../src/ui/not-now.ts";
import { type Address, codeOf, type Handle, type Incoming, type Profile, type Reply } from "../../src/ui/platform.ts";
import { problemOf } from "./errors.ts";
import { profileOf } from "./people.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./read.ts";
import { soon } from "./soon.ts";
import { type Surface, surfaceOf } from "./surfaces.ts";
import type { Tools } from "./tools.ts";

/**
 * A trigger lives three seconds, and what lies between the machine and Slack may be slow as well. The answer to a modal is
 * shown in the acknowledgement itself, which Slack awaits for three seconds.
 */
const usualPatience = { form: 2000, other: 700 };

/**
 * Lets the bot answer somebody, and shows the answer where only they see it. The acknowledgement waits for the bot,
 * though not when that takes long, and never for Slack.
 */
export async function takeTurn(incoming: Incoming, place: Place, handle: Handle, tools: Tools): Promise<void> {
  const surface = surfaceOf(place, incoming, tools);
  const from = incoming.from;
  try {
    const { form, other } = tools.patience ?? usualPatience;
    const reply = await inTime(handle(incoming), place.kind === "form" ? form : other, surface);
    if (reply.kind === "introduce") {
      // A form is shown again as it was typed while it cannot be told whose it is.
      await surface.hold(incoming.kind === "submit" ? "visibly" : "quietly");
      await surface.show(await introduction(incoming, handle, tools));
    } else if (reply.kind === "hold") {
      await surface.hold("quietly");
      await surface.show(await handle({ ...incoming, held: true }));
    } else await surface.show(reply);
    if (incoming.kind === "submit" || incoming.kind === "press") await refreshHome(from, handle, tools);
  } catch (error) {
    const problem = problemOf(error);
    const about = { kind: incoming.kind, place: place.kind, problem: problem.problem, reason: codeOf(problem) };
    tools.log("warn", "slack-not-shown", about);
  }
}

/** What answers somebody whom the bot does not know: Slack says who they are, or that it knows no such account, or neither just now. */
async function introduction(incoming: Incoming, handle: Handle, tools: Tools): Promise<Reply> {
  let profile: Profile | null = null;
  try {
    profile = await persistently(async () => profileOf(await tools.workspace(), incoming.from), tools.wait);
  } catch (error) {
    const problem = problemOf(error);
    tools.log("warn", "slack-profile", { problem: problem.problem, reason: codeOf(problem) });
    if (problem.problem === "temporary" || problem.problem === "throttled") return notNow();
  }
  return introduce(incoming, profile, handle);
}

async function inTime(coming: Promise<Reply>, patience: number, surface: Surface): Promise<Reply> {
  const reply = await soon(coming, patience);
  if (reply) return reply;
  // What the bot answers is awaited all the same when Slack cannot show that it is still to come.
  const held = surface.hold("visibly").catch(() => undefined);
  const late = await coming;
  await held;
  return late;
}

/** What somebody did may change what their home says; only those who opened it have one. */
async function refreshHome(from: Address, handle: Handle, { homeShown, publishHome }: Tools): Promise<void> {
  if ((await homeShown(from)) === null) return;
  const reply = await handle({ kind: "home-opened", from });
  if (reply.kind === "home") await publishHome(from, { message: reply.home, isOfSomebody: true });
}

import { introduce } from "../../src/ui/introduce.ts";
import { addFirst, notNow } from "../../src/ui/not-now.ts";
import type { Handle, Incoming, Profile, Reply } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { type Answered, answerTo, sentence, type Tools } from "./answers.ts";
import { troubleIn } from "./errors.ts";
import { inTime } from "./in-time.ts";
import type { Place } from "./read.ts";

/** Milliseconds that Teams is let wait for what answers a press; it waits for a few seconds. */
const usualPatience = 2000;

/** Lets the bot answer somebody. @returns what answers the request itself; what comes after is done in the background. */
export async function takeTurn(incoming: Incoming, place: Place, handle: Handle, tools: Tools): Promise<Answered> {
  const coming = respond(incoming, place, handle, tools);
  const answer = await inTime(coming, tools.patience ?? usualPatience);
  if (answer) return answer(place);
  tools.inBackground(coming.then((late) => late(toBeLate(place))).then(() => undefined));
  return sentence(`${phrases.fr.moment} ${phrases.en.moment}`, place);
}

type Show = (place: Place) => Promise<Answered>;

async function respond(incoming: Incoming, place: Place, handle: Handle, tools: Tools): Promise<Show> {
  const reply = (await heldBack(incoming, place, handle, tools)) ?? (await handle(incoming));
  const answer = await untilKnown(reply, incoming, place, handle, tools);
  return (at) => answerTo(answer, incoming, at, tools);
}

/** What answers them once Teams has said what the bot asks of it. */
async function untilKnown(reply: Reply, incoming: Incoming, place: Place, handle: Handle, tools: Tools): Promise<Reply> {
  if (reply.kind === "introduce") return introduction(incoming, place, handle, tools);
  return reply.kind === "hold" ? handle({ ...incoming, held: true }) : reply;
}

/** What answers whoever is not known to be a member: before anything is done, or shown. */
async function heldBack(incoming: Incoming, place: Place, handle: Handle, tools: Tools): Promise<Reply | null> {
  if (place.by.kind === "nothing") return null;
  switch (await tools.standingOf(incoming.from, place.conversation)) {
    case "member":
      return null;
    case "guest":
      await handle({ kind: "left", from: incoming.from, reason: "guest" });
      return null;
    case "not-now":
      return notNow();
    case "unseen":
      return addFirst();
  }
}

/** Where what comes too late to answer a request is shown: as it is to clients that show no answer, or in the conversation. */
function toBeLate(place: Place): Place {
  if (place.by.kind === "card") return { ...place, by: { ...place.by, inPlace: false } };
  if (place.by.kind === "dialog" || place.by.kind === "sent") return { ...place, by: { kind: "typed" }, isPrivate: true };
  return place;
}

/** What answers somebody whom the bot does not know: Teams says who they are, or that it knows nobody there, or neither just now. */
async function introduction(incoming: Incoming, { conversation }: Place, handle: Handle, tools: Tools): Promise<Reply> {
  let profile: Profile | null = null;
  try {
    profile = await tools.profileOf(incoming.from, conversation);
  } catch (error) {
    const trouble = troubleIn(error);
    tools.log("warn", "teams-profile", trouble);
    if (trouble.problem === "temporary" || trouble.problem === "throttled") return notNow();
    if (trouble.problem === "gone") return addFirst();
  }
  return introduce(incoming, profile, handle);
}

import { randomUUID } from "node:crypto";
import type { Visit } from "./features/feature.ts";
import { sentence } from "./features/replies.ts";
import { beginForm, endForm } from "./store/seen.ts";
import type { Incoming, Reply } from "./ui/platform.ts";

/** What a form is known by, among what it carries: however often it is sent, it is the same one. */
const carried = "once";
/** Earlier versions wrote it shorter. */
const keys = /^[\w-]{22,36}$/;

const keyOf = (incoming: Incoming): string | null => {
  const key = incoming.kind === "submit" ? incoming.hidden[carried] : undefined;
  return key !== undefined && keys.test(key) ? key : null;
};

/** A form that is shown again, to be put right, is the one that was sent. */
export function withKey(reply: Reply, incoming: Incoming): Reply {
  if (reply.kind !== "ask") return reply;
  const { hidden, ...form } = reply.form;
  const same = incoming.kind === "submit" && incoming.form === form.id ? incoming.hidden[carried] : undefined;
  return { kind: "ask", form: { hidden: Object.assign({}, hidden, { [carried]: same ?? randomUUID() }), ...form } };
}

const isDone = (reply: Reply): boolean => (reply.kind === "replace" || reply.kind === "say") && !reply.isUndone;

/**
 * A form that is sent again before it is answered, such as by a second press, is taken once. What comes as a new message is said
 * once too; what is still to be put right, or stands in the place of the form, is said each time.
 */
export function takenOnce(): (incoming: Incoming, take: () => Promise<Reply>) => Promise<Reply> {
  const underWay = new Map<string, { said: string; taking: Promise<Reply> }>();
  return async (incoming, take) => {
    const key = keyOf(incoming);
    if (key === null) return take();
    const said = JSON.stringify(incoming);
    const first = underWay.get(key);
    if (first) {
      const reply = await first.taking;
      // On a second device somebody may have typed something else, which is not passed over.
      if (first.said !== said) return take();
      return reply.kind === "say" && !reply.isUndone ? { kind: "nothing" } : reply;
    }
    const taking = take();
    underWay.set(key, { said, taking });
    try {
      return await taking;
    } finally {
      underWay.delete(key);
    }
  };
}

/** What a form led to. That it was carried out is noted while others go on. */
interface Taken {
  reply: Reply;
  noted: Promise<void>;
}

/**
 * Takes a form for this process alone, whichever others share the database: nothing is done twice, and nothing is passed over in
 * silence. `onTrouble` hears of a form of which it could not be noted whether it was carried out.
 */
export async function takenAlone(
  visit: Visit,
  incoming: Incoming,
  take: () => Promise<Reply>,
  onTrouble: (error: unknown) => void,
): Promise<Taken> {
  const key = keyOf(incoming);
  if (key === null) return { reply: await take(), noted: Promise.resolve() };
  const { store, now, words } = visit;
  const begun = await beginForm(store, key, now);
  if (begun !== "begun") {
    const why = begun === "taken" ? words.common.takenBefore : words.common.beingTaken;
    return { reply: { kind: "say", message: sentence(visit, why), isUndone: true }, noted: Promise.resolve() };
  }
  const end = (isOver: boolean) => endForm(store, key, now, isOver).catch(onTrouble);
  try {
    const reply = await take();
    return { reply, noted: end(isDone(reply)) };
  } catch (error) {
    await end(false);
    throw error;
  }
}

import type { Incoming, Reply } from "./platform.ts";

/**
 * A form that somebody sends again, such as by a second press, before the first was answered is the same one: it is taken once.
 * What was done is said once too; what is still to be put right is said each time.
 */
export function takenOnce(): (incoming: Incoming, take: () => Promise<Reply>) => Promise<Reply> {
  const underWay = new Map<string, Promise<Reply>>();
  return async (incoming, take) => {
    if (incoming.kind !== "submit") return take();
    const { from, form, hidden, answers } = incoming;
    const sent = JSON.stringify([from.platform, from.workspace, from.user, form, hidden, answers]);
    const first = underWay.get(sent);
    if (first) {
      const reply = await first;
      return isDone(reply) ? { kind: "nothing" } : reply;
    }
    const taking = take();
    underWay.set(sent, taking);
    try {
      return await taking;
    } finally {
      underWay.delete(sent);
    }
  };
}

const isDone = (reply: Reply): boolean => reply.kind === "replace" || (reply.kind === "say" && !reply.isUndone);

import { z } from "zod";

const person = z.string().min(1).max(100);
const entry = z.string().min(1).max(200);
const code = z.string().min(1).max(255);
const hidden = z.record(z.string().max(255), z.string().max(2000)).default({});
const language = z.enum(["fr", "en"]).default("fr");

export const peopleQuery = z.strictObject({ lang: language });
export const conversationQuery = z.strictObject({ person, limit: z.coerce.number().int().min(1).max(2000).default(60) });
export const timelineQuery = z.strictObject({
  lang: language,
  person: person.optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(100),
});
export const clockQuery = z.strictObject({});

export const sayBody = z.strictObject({ person, text: z.string().trim().min(1).max(4000) });
export const pressBody = z.strictObject({ person, message: entry.optional(), action: code, data: hidden });
export const submitBody = z.strictObject({
  person,
  form: code,
  hidden,
  answers: z.record(z.string().max(255), z.union([z.string().max(20_000), z.array(z.string().max(2000)).max(100)])),
  message: entry.optional(),
});
export const seenBody = z.strictObject({ person, entry });

/** The furthest that one move may go, in days: a cohort's whole year and a little more. */
export const furthestMove = 400;
export const clockBody = z.strictObject({
  to: z.union(
    [
      z.literal("next-event"),
      z.strictObject({
        hours: z
          .number()
          .int()
          .min(1)
          .max(furthestMove * 24),
      }),
      z.strictObject({ days: z.number().int().min(1).max(furthestMove) }),
      z.strictObject({ date: z.iso.date() }),
      z.strictObject({ instant: z.iso.datetime({ offset: true }) }),
    ],
    { error: `expected "next-event", {hours}, {days}, {date: "YYYY-MM-DD"} or {instant}; whole numbers, at most ${furthestMove} days` },
  ),
});

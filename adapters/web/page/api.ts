import type {
  ClockAnswer,
  ClockMove,
  ConversationAnswer,
  Language,
  PeopleAnswer,
  Problem,
  ProblemAnswer,
  ReplyAnswer,
  TimelineAnswer,
} from "./protocol.ts";
import type { Words } from "./words.ts";

/** `offline`: nobody answered. `backwards`: the clock was asked to go where it cannot. */
type Code = Problem["code"] | "offline" | "backwards";

/** A request that was not answered as hoped. */
export class ApiError extends Error {
  readonly code: Code;
  readonly reference: string | undefined;
  constructor(code: Code, message: string, reference?: string) {
    super(message);
    this.code = code;
    this.reference = reference;
  }
}

const get = <Answer>(name: string, query: Record<string, string | number | undefined> = {}): Promise<Answer> => {
  const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return request<Answer>(`${name}?${new URLSearchParams(given)}`, { method: "GET" });
};

const post = <Answer>(name: string, body: unknown): Promise<Answer> =>
  request<Answer>(name, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** @throws ApiError */
async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`/playground/api/${path}`, init);
    body = await response.json();
  } catch (cause) {
    throw new ApiError("offline", cause instanceof Error ? cause.message : "no answer");
  }
  if (response.ok) return body as Answer;
  const { error } = body as ProblemAnswer;
  throw new ApiError(error.code, error.message, error.reference);
}

export const api = {
  people: (lang: Language) => get<PeopleAnswer>("people", { lang }),
  conversation: (person: string, limit: number) => get<ConversationAnswer>("conversation", { person, limit }),
  timeline: (lang: Language, person: string | undefined, limit: number) => get<TimelineAnswer>("timeline", { lang, person, limit }),
  clock: () => get<ClockAnswer>("clock"),
  moveClock: (to: ClockMove) => post<ClockAnswer>("clock", { to }),
  say: (person: string, text: string) => post<ReplyAnswer>("say", { person, text }),
  press: (body: { person: string; message: string; action: string; data: Readonly<Record<string, string>> }) =>
    post<ReplyAnswer>("press", body),
  submit: (body: {
    person: string;
    form: string;
    hidden: Readonly<Record<string, string>>;
    answers: Readonly<Record<string, string | readonly string[]>>;
    message?: string;
  }) => post<ReplyAnswer>("submit", body),
  seen: (person: string, entry: string) => post<unknown>("seen", { person, entry }),
};

/** What happened, for the person at the page. */
export function explain(error: unknown, words: Words): string {
  if (!(error instanceof ApiError)) {
    // A defect of the page itself: the browser's console gets it whole.
    reportError(error);
    return words.broken;
  }
  switch (error.code) {
    case "offline":
      return words.offline;
    case "backwards":
      return words.cannotGoBack;
    case "unknown-person":
      return words.unknownPerson;
    case "clock-moving":
      return words.clockMoving;
    case "not-started":
      return words.notStarted;
    case "too-large":
      return words.tooLong;
    case "failed":
      return words.failed(error.reference ?? "?");
    default:
      return words.refused;
  }
}

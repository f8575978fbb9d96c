import { DeliveryError } from "../../src/ui/platform.ts";
import { isOnThisMachine, isSafe } from "./addresses.ts";
import { problemOf } from "./errors.ts";
import type { Login } from "./login.ts";
import type { TeamsOptions } from "./options.ts";

const secondsPerCall = 10;

/** A call to the Connector: where, and what. */
interface Call {
  serviceUrl: string;
  method: "GET" | "POST" | "PUT";
  /** After `v3/`; each part is a name of its own. */
  path: readonly string[];
  body?: object;
}

export type Connector = (call: Call) => Promise<unknown>;

/** The Bot Framework's REST API, without retries of its own: what is to be done about a failure is decided by the delivery. */
export function openConnector({ credentials }: TeamsOptions, login: Login): Connector {
  const isAllowed = credentials === null ? isOnThisMachine : isSafe;

  async function once({ serviceUrl, method, path, body }: Call, token: string | null): Promise<Response> {
    const url = `${serviceUrl.replace(/\/+$/, "")}/v3/${path.map(encodeURIComponent).join("/")}`;
    return fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { "content-type": "application/json; charset=utf-8" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // A token goes nowhere else.
      redirect: "error",
      signal: AbortSignal.timeout(secondsPerCall * 1000),
    }).catch((cause: unknown) => {
      throw new DeliveryError({ problem: "temporary", reason: "teams-unreachable" }, { cause });
    });
  }

  /** @throws DeliveryError */
  return async (call) => {
    if (!isAllowed(call.serviceUrl)) throw new DeliveryError({ problem: "refused", reason: "service-url" });
    const token = await login.token();
    let response = await once(call, token);
    if (response.status === 401 && token !== null) {
      // It may have been taken back before its time.
      login.drop(token);
      response = await once(call, await login.token());
    }
    const said = await response.text().catch(() => "");
    if (!response.ok) throw new DeliveryError(problemOf(response.status, said, response.headers.get("retry-after")));
    try {
      return JSON.parse(said);
    } catch {
      return null;
    }
  };
}

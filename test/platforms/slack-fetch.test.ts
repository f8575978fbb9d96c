import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { post } from "../../adapters/slack/fetch.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
});

async function serving(answer: RequestListener): Promise<{ url: string; connections(): number }> {
  const server = createServer(answer);
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/x`, connections: () => connections };
}

describe("A call to the Web API", () => {
  it("is answered with all that Slack says, letters of several bytes in two parts too", async () => {
    const [letter] = [Buffer.from("é")];
    const { url } = await serving((request, response) => {
      response.writeHead(429, "Slow down", { "Retry-After": "7", "content-type": "application/json" });
      response.write(Buffer.concat([Buffer.from('{"said":"'), letter.subarray(0, 1)]));
      request.resume().once("end", () => response.end(Buffer.concat([letter.subarray(1), Buffer.from('"}')])));
    });
    const answer = await post(url, { body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect(answer).toMatchObject({ ok: false, status: 429, statusText: "Slow down", url });
    expect([answer.headers.get("Retry-After"), answer.headers.get("x-nothing")]).toEqual(["7", null]);
    expect(Object.fromEntries(answer.headers.entries())).toMatchObject({ "retry-after": "7" });
    expect([await answer.text(), await answer.json()]).toEqual(['{"said":"é"}', { said: "é" }]);
  });

  it("carries what is posted, and those after it go by the same connections", async () => {
    const bodies: string[] = [];
    const { url, connections } = await serving(async (request, response) => {
      bodies.push(`${request.method} ${request.headers.authorization} ${Buffer.concat(await request.toArray()).toString()}`);
      response.end("{}");
    });
    const texts = ["text=été", "text=2", "text=3", "text=4", "text=5"];
    for (const body of texts) await post(url, { body, headers: { Authorization: "Bearer t" } });
    expect(bodies).toEqual(texts.map((text) => `POST Bearer t ${text}`));
    // What was answered this instant is not free yet.
    expect(connections()).toBeLessThanOrEqual(2);
  });

  it("fails when the answer breaks off", async () => {
    const { url } = await serving((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
    });
    await expect(post(url, { body: "" })).rejects.toThrow();
  });

  it("is given up when nothing is answered in time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { url } = await serving(() => vi.advanceTimersByTime(10_000));
    await expect(post(url, { body: "" })).rejects.toThrow("no answer in time");
  });

  it("that waited for a connection until it was given up is never made", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const heard: string[] = [];
    let all: () => void = () => undefined;
    const allHeard = new Promise<void>((resolve) => {
      all = resolve;
    });
    const { url } = await serving(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      heard.push(body);
      if (heard.length === 100) all();
      if (body === "the next") response.end("{}");
    });
    const calls = Promise.allSettled(Array.from({ length: 101 }, (_, place) => post(url, { body: String(place) })));
    await allHeard;
    vi.advanceTimersByTime(10_000);
    for (const call of await calls) expect(call).toMatchObject({ status: "rejected", reason: { message: "no answer in time" } });
    vi.useRealTimers();
    await post(url, { body: "the next" });
    expect(heard).not.toContain("100");
  });
});

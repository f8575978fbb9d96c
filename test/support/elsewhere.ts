import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Something else that listens on this machine. What closes it is the caller's to keep. */
export async function serve(answer: RequestListener): Promise<{ place: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    place: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Where nobody listens any more. */
export async function deserted(): Promise<string> {
  const { place, close } = await serve((_, response) => response.end());
  await close();
  return place;
}

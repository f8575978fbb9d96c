import { createServer } from "node:http";
import { createPlayground } from "../../../adapters/web/index.ts";
import { demoSchool } from "./demo-school.ts";

/** `node dist/test/browser/support/demo.js [port]`: the page alone, with invented people and a scripted bot, to work on its looks. */
const school = demoSchool();
const playground = createPlayground(school.options);
school.deliver = playground.send;
await playground.start(school.answer);
await school.prepare();
const port = Number(process.argv[2] ?? 3100);
createServer(
  (request, response) => void playground.handleRequest(request, response).then((taken) => taken || response.writeHead(404).end()),
).listen(port, "127.0.0.1", () => process.stdout.write(`http://localhost:${port}\n`));

import { Server } from "node:net";

/** Loaded before a program that would listen on every interface: it listens on this machine alone. */
const listen = Server.prototype.listen as (this: Server, ...given: unknown[]) => Server;

Server.prototype.listen = function (this: Server, first: unknown, ...rest: unknown[]): Server {
  const place = typeof first === "object" && first !== null ? first : { port: Number(first) };
  const whenReady = rest.filter((one) => typeof one === "function");
  return listen.call(this, { ...place, host: "127.0.0.1" }, ...whenReady);
} as typeof Server.prototype.listen;

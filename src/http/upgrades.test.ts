import { once } from "node:events";
import { connect } from "node:net";
import { promisify } from "node:util";
import { fastify } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { createUpgrades } from "./upgrades.ts";

test("a refused upgrade holds no connection, also when the peer never closes its side", async () => {
  const server = fastify();
  onTestFinished(() => server.close());
  createUpgrades(server);
  const port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.resume();
  socket.write("GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket, "end");
  const connections = promisify(server.server.getConnections.bind(server.server));
  await expect.poll(() => connections()).toBe(0);
});

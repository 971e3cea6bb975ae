/** What once broke the way of a message: rude peers, odd input, and things that happen at the wrong moment. */
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

test("peers that break off while they ask for a websocket leave the server standing", async () => {
  const port = Number(new URL(system.url).port);
  const upgrade = [
    "GET /api/chat HTTP/1.1",
    "Host: x",
    "Origin: https://elsewhere.example",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ].join("\r\n");
  for (let peer = 0; peer < 50; peer++) {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    await new Promise((resolve) => socket.write(`${upgrade}\r\n\r\n`, resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resetAndDestroy();
    await closed;
  }
  // An error that nobody listens for would have ended the process: Vitest fails the run for it.
  expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
});

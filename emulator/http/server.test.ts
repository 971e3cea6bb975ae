import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { createFaults } from "../faults/faults.ts";
import { manualClock } from "../world/state/clock.ts";
import { seedWorld } from "../world/state/seed.ts";
import { openStorage } from "../world/state/storage.ts";
import { createWorld } from "../world/world.ts";
import { createServer } from "./server.ts";

test("a client that never ends its request is let go", async () => {
  const storage = openStorage(undefined);
  const world = createWorld(manualClock(), storage, () => "http://127.0.0.1");
  seedWorld(world, "demo");
  const failures: unknown[] = [];
  const { server } = createServer({
    world,
    faults: createFaults(),
    onError: (error) => failures.push(error),
    receiveWithinMs: 200,
  });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  for (const sent of [
    "POST / HTTP/1.1\r\nHost: local",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
  ]) {
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.write(sent);
    await once(socket, "close");
    expect(answer).toContain("408");
  }
  expect(failures).toEqual([]);
  await server.close();
  storage.close();
});

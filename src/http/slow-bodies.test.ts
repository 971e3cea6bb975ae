import { connect } from "node:net";
import { fastify } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { breakOffSlowBodies } from "./slow-bodies.ts";

async function listening() {
  const server = fastify();
  breakOffSlowBodies(server, 100);
  server.post("/json", async () => "taken");
  server.post("/upload", { config: { slowBody: true } }, async () => "taken");
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close());
  return Number(new URL(address).port);
}

/** Sends all of a request but its last byte; the rest on demand. */
function open(port: number, path: string) {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const body = '{"a":1}';
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`);
  socket.write(`content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`);
  let answer = "";
  socket.on("data", (data) => {
    answer += data.toString();
  });
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(answer)));
  return { closed, finish: () => socket.write("}"), answer: () => answer };
}

test("a body that does not arrive ends its connection", async () => {
  const port = await listening();
  const { closed } = open(port, "/json");
  expect(await closed).not.toContain("taken");
});

test("an upload may take its time", async () => {
  const port = await listening();
  const upload = open(port, "/upload");
  await open(port, "/json").closed;
  upload.finish();
  await expect.poll(upload.answer).toContain("taken");
});

test("a body that is there in time is answered however long that takes", async () => {
  const port = await listening();
  const request = open(port, "/json");
  request.finish();
  await expect.poll(request.answer).toContain("taken");
});

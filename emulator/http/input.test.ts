import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
let conversationId: string;
beforeAll(async () => {
  zendesk = await startEmulator();
  const made = await zendesk.open();
  ({ conversationId } = made);
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId: made.userId }, "Hello");
});
afterAll(() => zendesk.emulator.close());

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const head = ({ authorization }: { authorization: string }) => ({ authorization });

test("JSON nested without end is refused, in a field that nobody reads too", async () => {
  const body = { group: { name: "Deep" }, more: "here" };
  const send = (api: "/api/v2/groups" | "/sc/v2/apps/x/users", depth: number) =>
    fetch(zendesk.emulator.url + api, {
      method: "POST",
      headers: { "content-type": "application/json", ...head(zendesk.supportAuth()) },
      body: JSON.stringify(body).replace('"here"', "[".repeat(depth) + "]".repeat(depth)),
    });
  expect((await send("/api/v2/groups", 100)).status).toBe(201);
  expect((await send("/api/v2/groups", 20_000)).status).toBe(400);
  const refused = await send("/sc/v2/apps/x/users", 20_000);
  expect(refused.status).toBe(400);
  expect(at(await refused.json(), "errors.0.code")).toBe("bad_request");
  const template = { type: "template", template: { deep: nested(150) } };
  const shallow = await zendesk.sc("POST", `/conversations/${conversationId}/messages`, {
    author: { type: "business" },
    content: template,
  });
  expect(shallow.status).toBe(201);
});

test("an address that cannot be decoded is refused in the words of its API", async () => {
  const sunco = await zendesk.sc("GET", "/users/%zz");
  expect([sunco.status, at(sunco.body, "errors.0.code")]).toEqual([400, "bad_request"]);
  const support = await zendesk.api("GET", "/tickets/%C0%80");
  expect([support.status, at(support.body, "error")]).toEqual([400, "bad_request"]);
});

test("an address with its host in front is the same address", async () => {
  const { port } = zendesk.emulator;
  const socket = connect(port, "127.0.0.1");
  const host = `127.0.0.1:${port}`;
  socket.write(`GET http://${host}/api/v2/nothing HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(await text(socket)).toContain("InvalidEndpoint");
});

test("only the path may end in .json: a file keeps its name", async () => {
  const upload = (path: string) =>
    fetch(`${zendesk.emulator.url}/api/v2/${path}`, {
      method: "POST",
      headers: { "content-type": "application/binary", ...head(zendesk.supportAuth()) },
      body: "{}",
    });
  for (const path of ["uploads?filename=report.json", "uploads.json?filename=report.json"]) {
    const answer = await upload(path);
    expect(textAt(await answer.json(), "upload.attachment.file_name")).toBe("report.json");
  }
});

test("a multipart form that is cut off or has no boundary is refused", async () => {
  const { appId } = zendesk.emulator.credentials();
  for (const [type, body] of [
    ["multipart/form-data; boundary=B", "--B\r\nContent-Disp"],
    ["multipart/form-data", "nothing"],
  ] as const) {
    const send = (path: string, headers: Record<string, string>) =>
      fetch(zendesk.emulator.url + path, {
        method: "POST",
        headers: { "content-type": type, ...headers },
        body,
      });
    const sunco = await send(
      `/sc/v2/apps/${appId}/attachments?access=public`,
      head(zendesk.conversationsAuth()),
    );
    expect(sunco.status).toBe(400);
    expect((await send("/agent/api/tickets/1/reply", {})).status).toBe(400);
  }
});

test("a file's name with half a surrogate pair is mended", async () => {
  const file = { name: "a\ud800.txt", mediaType: "text/plain", base64: "aGk=" };
  const answer = await zendesk.control("POST", "/agent/reply", { conversationId, file });
  expect(answer.status).toBe(200);
  const list = await zendesk.sc("GET", `/conversations/${conversationId}/messages`);
  expect(textAt(list.body, "messages.2.content.altText")).toBe("a\ufffd.txt");
});

test("a search by a custom field that every object has finds nothing", async () => {
  for (const name of ["constructor", "__proto__"]) {
    const found = await zendesk.api("GET", `/search?query=custom_field_${name}:x`);
    expect([found.status, at(found.body, "count")]).toEqual([200, 0]);
  }
});

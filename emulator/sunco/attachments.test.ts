import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { at, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
let conversationId: string;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(async () => {
  zendesk.emulator.reset("demo");
  ({ conversationId } = await zendesk.open());
});

const code = (body: unknown) => at(body, "errors.0.code");
async function upload(query: string, size = 3, part = "source") {
  const form = new FormData();
  form.append(part, new Blob([new Uint8Array(size)], { type: "image/png" }), "cat.png");
  const { appId } = zendesk.emulator.credentials();
  const answer = await fetch(`${zendesk.emulator.url}/sc/v2/apps/${appId}/attachments?${query}`, {
    method: "POST",
    body: form,
    headers: zendesk.conversationsAuth(),
  });
  const body: unknown = await answer.json();
  return { status: answer.status, body };
}
const mediaUrl = async (query: string) => textAt((await upload(query)).body, "attachment.mediaUrl");
const fetched = async (url: string) =>
  (await fetch(url, { redirect: "manual", headers: zendesk.conversationsAuth() })).status;
const show = (url: string, id = conversationId) =>
  zendesk.sc("POST", `/conversations/${id}/messages`, {
    author: { type: "business" },
    content: { type: "image", mediaUrl: url },
  });

test("the access is public, and for a message if for anything", async () => {
  expect((await upload("access=public")).status).toBe(201);
  for (const query of ["", "access=private", "access=public&for=profile"])
    expect(code((await upload(query)).body)).toBe("bad_request");
  expect((await upload("access=public", 3, "file")).status).toBe(400);
  const nowhere = await upload("access=public&conversationId=5f0d1e2a3b4c5d6e7f800000");
  expect([nowhere.status, code(nowhere.body)]).toEqual([404, "conversation_not_found"]);
});

test("50 MB and not a byte more", async () => {
  const refused = await upload("access=public", 50 * 1024 * 1024 + 1);
  expect([refused.status, code(refused.body)]).toEqual([413, "request_entity_too_large"]);
});

test("a file of the app is shown anywhere, one of a conversation only there", async () => {
  const other = await zendesk.open({}, "visitor-2");
  const ofApp = await mediaUrl("access=public");
  expect((await show(ofApp)).status).toBe(201);
  expect((await show(ofApp, other.conversationId)).status).toBe(201);
  const ofConversation = await mediaUrl(`access=public&conversationId=${conversationId}`);
  expect((await show(ofConversation)).status).toBe(201);
  expect((await show(ofConversation, other.conversationId)).status).toBe(400);
  const carousel = {
    type: "carousel",
    items: [
      { title: "x", mediaUrl: ofConversation, actions: [{ type: "link", text: "x", uri: "https://x.org" }] },
    ],
  };
  const items = await zendesk.sc("POST", `/conversations/${other.conversationId}/messages`, {
    author: { type: "business" },
    content: carousel,
  });
  expect(items.status).toBe(400);
});

test("the older form of address works as well", async () => {
  const url = await mediaUrl(`access=public&conversationId=${conversationId}`);
  const [id = "", name = ""] = url.split("/").slice(-2);
  const older = `${zendesk.emulator.url}/sc/attachments/conversations/${conversationId}/${id}/${name}`;
  expect(await fetched(older)).toBe(302);
  expect((await fetch(older, { redirect: "manual" })).status).toBe(401);
  expect(await fetched(older.replace(conversationId, "5f0d1e2a3b4c5d6e7f800000"))).toBe(404);
  expect(at((await show(older)).body, "messages.0.content.mediaSize")).toBe(3);
});

test("a file is removed by its address", async () => {
  const url = await mediaUrl("access=public");
  const remove = (address: string) => zendesk.sc("POST", "/attachments/remove", { mediaUrl: address });
  expect((await remove(url)).body).toEqual({});
  expect(await fetched(url)).toBe(404);
  const again = await remove(url);
  expect(at(again.body, "errors.0")).toEqual({ code: "not_found", title: "Attachment not found" });
  const foreign = await remove("https://example.org/a.png");
  expect(at(foreign.body, "errors.0.title")).toBe(
    "Unsupported media URL for attachment deletion: https://example.org/a.png",
  );
  expect((await zendesk.sc("POST", "/attachments/remove", {})).status).toBe(400);
});

test("a file for a message goes with the last message that shows it", async () => {
  const forMessage = await mediaUrl("access=public&for=message");
  const other = await mediaUrl("access=public");
  const ids = [];
  for (const url of [forMessage, forMessage, other])
    ids.push(textAt((await show(url)).body, "messages.0.id"));
  const drop = (id: string | undefined) =>
    zendesk.sc("DELETE", `/conversations/${conversationId}/messages/${id}`);
  await drop(ids[0]);
  await drop(ids[2]);
  expect(await fetched(forMessage)).toBe(302);
  await drop(ids[1]);
  expect(await fetched(forMessage)).toBe(404);
  expect(await fetched(other)).toBe(302);
});

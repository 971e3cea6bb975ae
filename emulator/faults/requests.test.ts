import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
let conversationId: string;
beforeEach(async () => {
  zendesk = await startEmulator();
  ({ conversationId } = await zendesk.open());
});
afterEach(() => zendesk.emulator.close());

const MESSAGES = "/sc/v2/apps/{app}/conversations/{id}/messages";
const message = {
  author: { type: "business", displayName: "Bot" },
  content: { type: "text", text: "x" },
  metadata: { "our.key": "1" },
};
const path = () => `/conversations/${conversationId}/messages`;
const url = () => `${zendesk.emulator.url}/sc/v2/apps/${zendesk.emulator.credentials().appId}${path()}`;
const send = () => zendesk.sc("POST", path(), message);
const texts = async () => listAt((await zendesk.sc("GET", path())).body, "messages");
const post = (signal?: AbortSignal) =>
  fetch(url(), {
    method: "POST",
    headers: { ...zendesk.conversationsAuth(), "content-type": "application/json" },
    body: JSON.stringify(message),
    ...(signal && { signal }),
  });
const { add, struck } = {
  add: (more: Record<string, unknown>) =>
    zendesk.control("POST", "/faults", { method: "POST", path: MESSAGES, ...more }),
  struck: () => zendesk.emulator.faults.list().map((fault) => fault.struck),
};
/** Everything that was set going by now has been done. */
const passes = () => texts();

describe("held, then accepted", () => {
  const giveUp = async () => {
    const given = new AbortController();
    const asked = post(given.signal);
    await expect.poll(struck).toEqual([1]);
    given.abort();
    await expect(asked).rejects.toThrow("abort");
  };

  test("who gives up finds it done later, within the settle time or beyond it", async () => {
    await add({ action: "heldThenAccepted", delayMs: 5000 });
    await giveUp();
    await passes();
    zendesk.emulator.clock.advance(4999);
    expect(await texts()).toEqual([]);
    // The connection's end is noticed some time after the client closed it; five more seconds are beyond it.
    await vi.waitUntil(async () => {
      zendesk.emulator.clock.advance(5000);
      return (await texts()).length === 1;
    });
    const [, , entry] = zendesk.emulator.ledger();
    expect(entry).toMatchObject({ status: 201, fault: { action: "heldThenAccepted" } });
    expect(struck()).toEqual([1]);
  });

  test("a file as well", async () => {
    await zendesk.control("POST", "/faults", { path: "/sc/*/attachments", action: "heldThenAccepted" });
    const form = new FormData();
    form.append("source", new Blob(["png"], { type: "image/png" }), "cat.png");
    const given = new AbortController();
    const asked = fetch(url().replace(/\/conversations.*/u, "/attachments?access=public"), {
      method: "POST",
      headers: zendesk.conversationsAuth(),
      body: form,
      signal: given.signal,
    });
    await expect.poll(struck).toEqual([1]);
    given.abort();
    await expect(asked).rejects.toThrow("abort");
    await vi.waitUntil(() => {
      zendesk.emulator.clock.advance(0);
      return zendesk.emulator.ledger().length === 3;
    });
    expect(zendesk.emulator.ledger().at(-1)).toMatchObject({
      by: zendesk.emulator.credentials().keyId,
      files: [{ field: "source", name: "cat.png", mediaType: "image/png", size: 3 }],
    });
  });

  test("who waits is answered after holdMs", async () => {
    await add({ action: "heldThenAccepted", holdMs: 60_000 });
    const patient = post();
    await expect.poll(struck).toEqual([1]);
    await vi.waitUntil(async () => {
      zendesk.emulator.clock.advance(60_000);
      return (await texts()).length === 1;
    });
    expect((await patient).status).toBe(201);
  });

  test("a reset forgets what is held", async () => {
    const given = new AbortController();
    const create = (externalId: string) =>
      fetch(url().replace(/\/conversations.*/u, "/users"), {
        method: "POST",
        headers: { ...zendesk.conversationsAuth(), "content-type": "application/json" },
        body: JSON.stringify({ externalId }),
        signal: given.signal,
      });
    const fault = { path: "/sc/*/users$", action: "heldThenAccepted", holdMs: 1000 };
    await zendesk.control("POST", "/faults", fault);
    const before = create("before");
    await expect.poll(struck).toEqual([1]);
    zendesk.emulator.reset("demo");
    await zendesk.control("POST", "/faults", fault);
    const after = create("after");
    await expect.poll(struck).toEqual([1]);
    zendesk.emulator.clock.advance(1000);
    // Both were held as long; the later one is done, so the earlier one would be.
    expect((await after).status).toBe(201);
    expect((await zendesk.sc("GET", "/users/after")).status).toBe(200);
    expect((await zendesk.sc("GET", "/users/before")).status).toBe(404);
    given.abort();
    await expect(before).rejects.toThrow("abort");
  });
});

test("a reset forgets what is delayed", async () => {
  await zendesk.control("POST", "/faults", { path: "/sc/*/users$", action: "delay", delayMs: 1000 });
  const late = zendesk.sc("POST", "/users", { externalId: "late" });
  await expect.poll(struck).toEqual([1]);
  zendesk.emulator.reset("demo");
  zendesk.emulator.clock.advance(1000);
  await expect(late).rejects.toThrow("fetch failed");
  expect((await zendesk.sc("GET", "/users/late")).status).toBe(404);
});

test("some pass first, then it strikes as often as asked, and only what fits", async () => {
  await add({ action: "status", status: 429, retryAfter: 3, after: 2, times: 2 });
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await send()).status);
  expect(statuses).toEqual([201, 201, 429, 429, 201]);
  expect((await zendesk.sc("GET", path())).status).toBe(200);
  const { body } = await zendesk.control("GET", "/faults");
  expect(listAt(body, "faults")).toMatchObject([{ struck: 2, seen: 4, left: 0 }]);
});

describe("answers that are not what was promised", () => {
  test("a proxy's page, before or after it was done", async () => {
    await add({ action: "status", status: 502, body: "html" });
    const refused = await post();
    expect([refused.status, refused.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await refused.text()).toContain("<h1>502</h1>");
    expect(await texts()).toEqual([]);
    await add({ action: "acceptThenStatus", body: "html" });
    expect(await (await post()).text()).toContain("<h1>502</h1>");
    await add({ action: "acceptThenStatus", status: 200, body: "empty" });
    const empty = await post();
    expect([empty.status, await empty.text()]).toEqual([200, ""]);
    expect(await texts()).toHaveLength(2);
  });

  test("JSON that breaks off, with the whole answer's status", async () => {
    await add({ action: "malformed" });
    const half = await post();
    expect(half.status).toBe(201);
    await expect(half.json()).rejects.toThrow("JSON");
    expect(await texts()).toHaveLength(1);
  });

  test("a connection that breaks off in the middle of the answer", async () => {
    await add({ action: "cut" });
    const answer = await post();
    expect(answer.status).toBe(201);
    await expect(answer.text()).rejects.toThrow("terminated");
    expect(await texts()).toHaveLength(1);
  });

  test("a trickle, whole in the end", async () => {
    await add({ action: "trickle", pieces: 3, delayMs: 10_000 });
    const asked = post();
    await expect.poll(struck).toEqual([1]);
    let whole = false;
    const read = asked.then(async (answer) => {
      const body: unknown = await answer.json();
      whole = true;
      return body;
    });
    await passes();
    zendesk.emulator.clock.advance(9999);
    await passes();
    expect(whole).toBe(false);
    await vi.waitUntil(async () => {
      zendesk.emulator.clock.advance(10_000);
      await passes();
      return whole;
    });
    expect(textAt(await read, "messages.0.id")).toHaveLength(24);
  });
});

describe("lists", () => {
  const list = (more: Record<string, unknown>) =>
    zendesk.control("POST", "/faults", { method: "GET", path: MESSAGES, ...more });

  test("lag by age or by number, as often as asked", async () => {
    await send();
    zendesk.emulator.clock.advance(10_000);
    await send();
    await list({ action: "lag", lagMs: 5000, times: 2 });
    expect(await texts()).toHaveLength(1);
    zendesk.emulator.clock.advance(5000);
    expect(await texts()).toHaveLength(2);
    await list({ action: "lag", newest: 2 });
    expect(await texts()).toEqual([]);
    expect(await texts()).toHaveLength(2);
    expect(struck()).toEqual([2, 1]);
  });

  test("lag as long as the switch says, cursors included", async () => {
    await send();
    zendesk.emulator.configure({ messageListLagMs: 3000 });
    const { body } = await zendesk.sc("GET", path());
    expect([listAt(body, "messages"), at(body, "meta.hasMore")]).toEqual([[], false]);
    zendesk.emulator.clock.advance(3000);
    expect(await texts()).toHaveLength(1);
  });

  test("come without metadata, and with it again", async () => {
    await send();
    await list({ action: "stripMetadata" });
    expect((await texts()).map((one) => at(one, "metadata"))).toEqual([undefined]);
    expect((await texts()).map((one) => at(one, "metadata"))).toEqual([{ "our.key": "1" }]);
  });
});

test("what is asked for wrongly is refused in words", async () => {
  const wrong = async (body: unknown) =>
    textAt((await zendesk.control("POST", "/faults", body)).body, "message");
  expect(await wrong({ path: "/", action: "status", colour: 1 })).toContain('"colour"');
  expect(await wrong({ on: "moon", action: "lose" })).toContain("webhook");
  expect(await wrong({ path: "no", action: "status" })).toContain("path");
  expect(await wrong({ path: "/{{*", action: "explode" })).toContain("action");
  expect((await zendesk.control("POST", "/faults", { path: "/{{]*", action: "drop" })).status).toBe(201);
  expect((await zendesk.control("DELETE", "/faults/1")).status).toBe(200);
  expect((await zendesk.control("DELETE", "/faults/1")).status).toBe(404);
});

test("there are at most a thousand; those that have struck out make room", async () => {
  const { faults } = zendesk.emulator;
  for (let n = 0; n < 1000; n += 1) faults.add({ path: "/nowhere", action: "drop" });
  expect((await add({ action: "drop" })).status).toBe(422);
  faults.take("GET", "/nowhere");
  expect((await add({ action: "drop" })).status).toBe(201);
  expect(faults.list()).toHaveLength(1000);
});

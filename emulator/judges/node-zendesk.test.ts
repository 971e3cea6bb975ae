import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ZendeskClient } from "node-zendesk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { at, type Started, startEmulator } from "../harness.ts";
import { connect, supportOperations } from "./node-zendesk.ts";

let zendesk: Started;
let client: ZendeskClient;
const driven = new Set<string>();

/** The client; what is called is noted. */
function noted(original: ZendeskClient): ZendeskClient {
  const inner = <T extends object>(area: string, target: T): T =>
    new Proxy(target, {
      get(from, name) {
        const value: unknown = Reflect.get(from, name, from);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          driven.add(`${area}.${String(name)}`);
          return Reflect.apply(value, from, given);
        };
      },
    });
  return new Proxy(original, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name, from);
      return typeof value === "object" && value !== null ? inner(String(name), value) : value;
    },
  });
}

beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => {
  zendesk.emulator.reset("demo");
  const { email, apiToken } = zendesk.emulator.credentials();
  client = noted(connect(zendesk.emulator.url, { username: email ?? "", token: apiToken ?? "" }));
});

/** What the client resolves to, of any form: it wraps single things as `{result}`. */
const result = async (promise: Promise<unknown>): Promise<unknown> => {
  const value = await promise;
  const wrapped = z.object({ result: z.unknown() }).safeParse(value);
  return wrapped.success ? wrapped.data.result : value;
};
const Rows = z.array(z.looseObject({ id: z.number() }));
const rows = async (promise: Promise<unknown>) => Rows.parse(await promise);
const idOf = (value: unknown) => z.number().parse(at(value, "id"));
/** The status with which a call is refused. */
const status = async (promise: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  return error instanceof Error ? Reflect.get(error, "statusCode") : error;
};

async function ticket(externalId = "visitor-1") {
  const made = await zendesk.open({}, externalId);
  await zendesk.post(made.conversationId, { type: "user", userId: made.userId }, "Hello from a visitor");
  await zendesk.pass(made.conversationId);
  const [first] = Rows.parse(await zendesk.ticketsOf(externalId));
  return { ...made, ticketId: idOf(first) };
}

test("who calls", async () => {
  const { email } = zendesk.emulator.credentials();
  expect(at(await result(client.users.me()), "email")).toBe(email);
  expect(at(await result(client.users.auth()), "email")).toBe(email);
  const stranger = connect(zendesk.emulator.url, { username: email ?? "", token: "wrong" });
  expect(await status(stranger.users.list())).toBe(401);
});

test("an OAuth token instead of an API token", async () => {
  const { oauth } = zendesk.emulator.credentials();
  const answer = await zendesk.call("POST", "/oauth/tokens", {
    grant_type: "client_credentials",
    client_id: oauth?.clientId,
    client_secret: oauth?.clientSecret,
    scope: "read write",
  });
  const token = z.string().parse(at(answer.body, "access_token"));
  const by = noted(connect(zendesk.emulator.url, { oauth: true, token }));
  expect(at(await result(by.users.me()), "role")).toBe("admin");
  expect((await rows(by.groups.list())).length).toBeGreaterThan(0);
});

test("users are listed, found, created, changed and deleted", async () => {
  const agents = await rows(client.users.list());
  expect(agents.map(({ name }) => name)).toContain("Alex Admin");
  const made = await result(
    client.users.create({ user: { name: "Grace Hopper", email: "grace@example.com", external_id: "g-1" } }),
  );
  const id = idOf(made);
  expect((await rows(client.users.search({ external_id: "g-1" }))).map((user) => user.id)).toEqual([id]);
  await result(client.users.update(id, { user: { name: "Grace M. Hopper" } }));
  expect(at(await result(client.users.show(id)), "name")).toBe("Grace M. Hopper");
  const both = await rows(result(client.users.showMany([id, agents[0]?.id ?? 0])));
  expect(both.map((user) => user.id)).toContain(id);
  const again = await result(
    client.users.createOrUpdate({ user: { external_id: "g-1", name: "Rear Admiral Hopper" } }),
  );
  expect(idOf(again)).toBe(id);
  await client.users.delete(id);
  expect(await rows(client.users.search({ external_id: "g-1" }))).toEqual([]);
  expect(await status(client.users.show(123_456_789))).toBe(404);
});

test("a person's identities name the visitor of the conversation", async () => {
  const { userId, ticketId } = await ticket();
  const requester = z.number().parse(at(await result(client.tickets.show(ticketId)), "requester_id"));
  const identities = await client.useridentities.list(requester);
  expect(identities).toContainEqual(expect.objectContaining({ type: "messaging", value: userId }));
});

test("groups and who is in them", async () => {
  const made = await result(client.groups.create({ group: { name: "Billing" } }));
  const groupId = idOf(made);
  expect((await rows(client.groups.list())).map(({ name }) => name)).toContain("Billing");
  await client.groups.update(groupId, { group: { name: "Invoices" } });
  expect(at(await result(client.groups.show(groupId)), "name")).toBe("Invoices");
  expect(z.number().parse(at(await result(client.groups.count()), "value"))).toBeGreaterThan(1);

  const agent = (await rows(client.users.list())).find(({ name }) => name === "Camille Laurent");
  const userId = idOf(agent);
  const before = (await rows(client.groupmemberships.listByUser(userId))).find(
    ({ group_id }) => group_id === groupId,
  );
  if (before !== undefined) await client.groupmemberships.delete(before.id);
  const joined = await result(
    client.groupmemberships.create({ group_membership: { user_id: userId, group_id: groupId } }),
  );
  const membership = idOf(joined);
  expect(at(await result(client.groupmemberships.show(membership)), "user_id")).toBe(userId);
  for (const list of [
    client.groupmemberships.list(),
    client.groupmemberships.listByGroup(groupId),
    client.groupmemberships.listByUser(userId),
    client.groupmemberships.listAssignable(),
  ])
    expect((await rows(list)).map(({ id }) => id)).toContain(membership);
  expect((await rows(client.users.listByGroup(groupId))).map(({ id }) => id)).toContain(userId);
  expect(JSON.stringify(await client.groups.assignable())).toContain("Invoices");
  await client.groupmemberships.makeDefault(userId, membership);
  expect(at(await result(client.groupmemberships.show(membership)), "default")).toBe(true);
  await client.groupmemberships.delete(membership);
  expect((await rows(client.groupmemberships.listByGroup(groupId))).map(({ id }) => id)).not.toContain(
    membership,
  );
  await client.groups.delete(groupId);
  expect((await rows(client.groups.list())).map(({ id }) => id)).not.toContain(groupId);
  expect(await status(client.groups.create({ group: { name: "" } }))).toBe(422);
});

test("a ticket is created, read, changed, commented, tagged and deleted", async () => {
  const requester = idOf(await result(client.users.me()));
  const made = await result(
    client.tickets.create({
      ticket: {
        subject: "By hand",
        requester_id: requester,
        comment: { body: "The first words" },
        tags: ["one"],
        priority: "high",
      },
    }),
  );
  const id = idOf(made);
  const other = idOf(
    await result(client.tickets.create({ ticket: { subject: "Other", comment: { body: "Words" } } })),
  );
  expect(at(await result(client.tickets.show(id)), "subject")).toBe("By hand");
  await client.tickets.update(id, {
    ticket: { status: "pending", comment: { body: "Second words", public: false } },
  });
  const read = await result(client.tickets.show(id));
  expect([at(read, "status"), at(read, "priority"), at(read, "tags")]).toEqual(["pending", "high", ["one"]]);
  const comments = await rows(client.tickets.getComments(id));
  expect(comments.map(({ body }) => body)).toEqual(["The first words", "Second words"]);
  expect((await rows(client.tickets.list())).map((row) => row.id)).toEqual(
    expect.arrayContaining([id, other]),
  );
  const many = await rows(result(client.tickets.showMany([id, other])));
  expect(new Set(many.map((row) => row.id))).toEqual(new Set([id, other]));
  expect((await rows(client.tickets.listByUserRequested(requester))).map((row) => row.id)).toContain(id);
  expect((await rows(client.tickets.exportAudit(id))).length).toBeGreaterThan(1);
  expect((await rows(client.ticketaudits.list(id))).length).toBeGreaterThan(1);
  await client.tickets.delete(id);
  expect(await status(client.tickets.show(id))).toBe(404);
  expect(await status(client.tickets.update(other, { ticket: { status: "closed" } }))).not.toBe(422);
  expect(await status(client.tickets.update(other, { ticket: { status: "open" } }))).toBe(422);
});

test("a messaging ticket is found by its words, its person and its channel", async () => {
  const { ticketId } = await ticket();
  zendesk.emulator.clock.advance(10 * 60_000);
  const found = async (words: string) => (await rows(client.search.queryAll(words))).map(({ id }) => id);
  expect(await found("type:ticket via:sunshine_conversations_api")).toEqual([ticketId]);
  expect(await found("type:ticket status:closed")).toEqual([]);
  expect(at(await result(client.search.query("type:ticket via:sunshine_conversations_api")), "0.id")).toBe(
    ticketId,
  );
  expect(await result(client.search.showResultsCount("type:ticket"))).toBe(1);
  expect(
    (await rows(client.search.exportResults("via:sunshine_conversations_api", "ticket"))).map(({ id }) => id),
  ).toEqual([ticketId]);
});

test("a file is uploaded, sent with a comment, and read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "judge-"));
  const file = join(folder, "note.txt");
  await writeFile(file, "words");
  const upload: unknown = Reflect.get(client.attachments, "upload");
  // Its types want a Buffer; it opens a path.
  const sent: unknown =
    typeof upload === "function"
      ? await Reflect.apply(upload, client.attachments, [file, { filename: "note.txt" }])
      : undefined;
  await rm(folder, { recursive: true });
  const token = z.string().parse(at(sent, "token") ?? at(sent, "upload.token"));
  const made = await result(
    client.tickets.create({ ticket: { subject: "File", comment: { body: "See there", uploads: [token] } } }),
  );
  const comments = await client.tickets.getComments(idOf(made));
  expect(at(comments, "0.attachments.0.file_name")).toBe("note.txt");
  const attachment = z.number().parse(at(comments, "0.attachments.0.id"));
  expect(at(await result(client.attachments.show(attachment)), "size")).toBe(5);
});

test("every operation of the client that the emulator has was driven", async () => {
  const all = await supportOperations();
  expect(all.length).toBeGreaterThan(90);
  const routes = zendesk.emulator.routes.map((route) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/gu, "\\d+")}$`, "u") };
  });
  const missed = all.filter(
    ({ name, method, path }) =>
      routes.some((route) => route.method === method && route.pattern.test(path)) && !driven.has(name),
  );
  expect(missed).toEqual([]);
});

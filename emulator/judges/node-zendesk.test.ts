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
  return error instanceof Error ? Number(/\((\d{3})\)/u.exec(error.message)?.[1]) : "accepted";
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
  const id = z.number().parse(at(await by.oauthtokens.list(), "0.tokens.0.id"));
  expect(idOf(await result(by.oauthtokens.show(id)))).toBe(id);
  await client.oauthtokens.revoke(id);
  expect(await status(by.groups.list())).toBe(401);
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
  const staff = await rows(client.users.listWithFilter("role", "admin"));
  expect(staff.map(({ role }) => role)).toEqual(["admin"]);
  await client.users.suspend(id);
  expect(at(await result(client.users.show(id)), "suspended")).toBe(true);
  await client.users.unsuspend(id);
  expect(at(await result(client.users.show(id)), "suspended")).toBe(false);
  const twin = idOf(await result(client.users.create({ user: { name: "Twin", external_id: "g-2" } })));
  await client.users.merge(twin, id);
  expect(await rows(client.users.search({ external_id: "g-2" }))).not.toContainEqual(
    expect.objectContaining({ id: twin }),
  );
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

test("a person's e-mail addresses are added, verified, made the first, and taken away", async () => {
  const user = { name: "Grace Hopper", email: "grace@example.com" };
  const id = idOf(await result(client.users.create({ user })));
  const second = { identity: { type: "email", value: "hopper@example.com" } };
  const identity = idOf(await result(client.useridentities.create(id, second)));
  expect(at(await result(client.useridentities.show(id, identity)), "value")).toBe("hopper@example.com");
  await client.useridentities.update(id, identity, { identity: { value: "admiral@example.com" } });
  await client.useridentities.verify(id, identity);
  const read = await result(client.useridentities.show(id, identity));
  expect([at(read, "value"), at(read, "verified")]).toEqual(["admiral@example.com", true]);
  await client.useridentities.makePrimary(id, identity);
  expect(at(await result(client.users.show(id)), "email")).toBe("admiral@example.com");
  const first = (await rows(client.useridentities.list(id))).find(
    ({ value }) => value === "grace@example.com",
  );
  await client.useridentities.delete(id, idOf(first));
  expect((await rows(client.useridentities.list(id))).map((row) => row.id)).toEqual([identity]);
});

test("groups and who is in them", async () => {
  const made = await result(client.groups.create({ group: { name: "Billing" } }));
  const groupId = idOf(made);
  expect((await rows(client.groups.list())).map(({ name }) => name)).toContain("Billing");
  await client.groups.update(groupId, { group: { name: "Invoices" } });
  expect(at(await result(client.groups.show(groupId)), "name")).toBe("Invoices");
  expect(z.number().parse(at(await result(client.groups.count()), "count.value"))).toBeGreaterThan(1);

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
    client.groupmemberships.listAssignableByGroup(groupId),
  ])
    expect((await rows(list)).map(({ id }) => id)).toContain(membership);
  expect((await rows(client.users.listByGroup(groupId))).map(({ id }) => id)).toContain(userId);
  expect(JSON.stringify(await client.groups.assignable())).toContain("Invoices");
  await client.groupmemberships.makeDefault(userId, membership);
  expect(at(await result(client.groupmemberships.show(membership)), "default")).toBe(true);
  expect(idOf(await result(client.groupmemberships.showByUser(userId, membership)))).toBe(membership);
  await client.groupmemberships.deleteByUser(userId, membership);
  expect((await rows(client.groupmemberships.listByGroup(groupId))).map(({ id }) => id)).not.toContain(
    membership,
  );
  await client.groups.delete(groupId);
  // A deleted group is listed as such unless `exclude_deleted` is asked for.
  expect((await rows(client.groups.list())).find(({ id }) => id === groupId)?.deleted).toBe(true);
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
  const audits = await rows(client.ticketaudits.list(id));
  expect(audits.length).toBeGreaterThan(1);
  const last = idOf(audits.at(-1));
  expect(idOf(await result(client.ticketaudits.show(id, last)))).toBe(last);
  expect(at(await result(client.ticketaudits.count(id)), "count.value")).toBe(audits.length);
  expect(at(await client.tickets.listCollaborators(id), "0.users")).toEqual([]);
  expect((await rows(client.tickets.listWithFilter("external_id", "none"))).length).toBe(0);
  await client.tickets.update(id, { ticket: { assignee_id: requester } });
  expect((await rows(client.tickets.listAssigned(requester))).map((row) => row.id)).toContain(id);
  // The client sends no body with these two, so that nothing is added and all tags are replaced by none.
  expect(at(await client.tickets.addTags(id, ["two"]), "0.tags")).toEqual(["one"]);
  expect(at(await client.tickets.updateTags(id, ["three"]), "0.tags")).toEqual([]);
  await client.tickets.delete(id);
  expect(await status(client.tickets.show(id))).toBe(404);
  expect(await status(client.tickets.update(other, { ticket: { status: "closed" } }))).toBe("accepted");
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
  expect(await result(client.search.showResultsCount("type:ticket"))).toEqual({ count: 1 });
  expect(
    (await rows(client.search.exportResults("via:sunshine_conversations_api", "ticket"))).map(({ id }) => id),
  ).toEqual([ticketId]);
});

test("a file is uploaded, sent with a comment, and read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "judge-"));
  const file = join(folder, "note.txt");
  await writeFile(file, "words");
  // Its types want a Buffer; it opens a path.
  const upload = async () => {
    const send: unknown = Reflect.get(client.attachments, "upload");
    const sent: unknown =
      typeof send === "function"
        ? await Reflect.apply(send, client.attachments, [file, { filename: "note.txt" }])
        : undefined;
    return z.string().parse(at(sent, "token") ?? at(sent, "upload.token"));
  };
  const token = await upload();
  const other = await upload();
  await rm(folder, { recursive: true });
  await client.attachments.deleteUpload(other);
  expect(await status(client.attachments.deleteUpload(other))).toBe(404);
  const made = await result(
    client.tickets.create({ ticket: { subject: "File", comment: { body: "See there", uploads: [token] } } }),
  );
  const comments = await client.tickets.getComments(idOf(made));
  expect(at(comments, "0.attachments.0.file_name")).toBe("note.txt");
  const attachment = z.number().parse(at(comments, "0.attachments.0.id"));
  expect(at(await result(client.attachments.show(attachment)), "attachment.size")).toBe(5);
});

test("every operation of the client that the emulator has was driven", async () => {
  const all = await supportOperations();
  expect(all.length).toBeGreaterThan(90);
  const routes = zendesk.emulator.routes.map((route) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/gu, "\\d+")}$`, "u") };
  });
  const missed = all
    .filter(
      ({ name, method, path }) =>
        routes.some((route) => route.method === method && route.pattern.test(path)) && !driven.has(name),
    )
    .map(({ name }) => name);
  expect(missed).toEqual([]);
});

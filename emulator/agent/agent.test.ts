import { afterEach, beforeEach, expect, test } from "vitest";
import { at, type Started, startEmulator } from "../harness.ts";
import {
  AgentEvent,
  AgentList,
  GroupList,
  Inbox,
  MessagePage,
  TicketDetail,
  TicketList,
} from "./contract.ts";

let zendesk: Started;
let conversationId: string;
let userId: string;
let agentId: string;

beforeEach(async () => {
  zendesk = await startEmulator();
  agentId = zendesk.emulator.credentials().agents[1]?.id ?? "";
  ({ conversationId, userId } = await zendesk.open());
  await zendesk.post(conversationId, { type: "business", displayName: "Bot" }, "Earlier conversation");
  await zendesk.pass(conversationId, { "dataCapture.systemField.requester.name": "Marie" });
  await zendesk.post(conversationId, { type: "user", userId }, "My cat is ill");
});
afterEach(() => zendesk.emulator.close());

const list = async (query = "") =>
  TicketList.parse((await zendesk.call("GET", `/agent/api/tickets${query}`)).body);
const detail = async () =>
  TicketDetail.parse((await zendesk.call("GET", "/agent/api/tickets/1")).body).ticket;
const act = (name: string, body: Record<string, unknown> = {}) =>
  zendesk.call("POST", `/agent/api/tickets/1/${name}`, { agentId, ...body });

test("agents, groups, and the list of tickets by view", async () => {
  const { agents } = AgentList.parse((await zendesk.call("GET", "/agent/api/agents")).body);
  expect(agents.map(({ name }) => name)).toEqual(["Alex Admin", "Camille Laurent", "Sam Okafor"]);
  const { groups } = GroupList.parse((await zendesk.call("GET", "/agent/api/groups")).body);
  expect(groups[0]?.memberIds).toHaveLength(3);

  const { tickets, counts } = await list();
  expect(tickets[0]).toMatchObject({
    requester: { name: "Marie" },
    status: "new",
    unread: 1,
    lastMessage: { preview: "My cat is ill", from: "requester" },
  });
  expect(counts).toMatchObject({ open: 1, unassigned: 1, solved: 0, all: 1 });
  await act("solve");
  expect((await list()).tickets).toEqual([]);
  expect((await list("?view=solved")).tickets).toHaveLength(1);
  expect((await zendesk.call("GET", "/agent/api/tickets?view=lost")).status).toBe(400);
});

test("a ticket with its history, then what is live, then what happened to it", async () => {
  await act("reply", { text: "Hello Marie" });
  await act("end-session");
  const ticket = await detail();
  expect(ticket.messages.map(({ part, author, content }) => [part, author.type, content.type])).toEqual([
    ["history", "bot", "text"],
    ["live", "requester", "text"],
    ["live", "agent", "text"],
    ["live", "system", "event"],
    ["live", "system", "event"],
  ]);
  expect(ticket).toMatchObject({ sessionOpen: false, status: "open", assignee: { id: agentId } });
  const refused = await act("reply", { text: "Hello?" });
  expect([refused.status, at(refused.body, "error")]).toEqual([422, "session_ended"]);
});

test("several files and a text in one reply, which open without credentials", async () => {
  const form = new FormData();
  form.append("agentId", agentId);
  form.append("text", "See these");
  form.append("file", new Blob(["png"], { type: "image/png" }), "cat.png");
  form.append("file", new Blob(["pdf"], { type: "application/pdf" }), "care.pdf");
  const url = `${zendesk.emulator.url}/agent/api/tickets/1/reply`;
  const response = await fetch(url, { method: "POST", body: form });
  const { messages } = TicketDetail.parse(await response.json()).ticket;
  const [text, image, file] = messages.slice(-3).map(({ content }) => content);
  expect(text).toEqual({ type: "text", text: "See these" });
  expect(image).toMatchObject({ type: "image", name: "cat.png", mediaType: "image/png", size: 3 });
  expect(file).toMatchObject({ type: "file", name: "care.pdf" });
  const opened = await fetch(zendesk.emulator.url + (image?.type === "image" ? image.url : ""));
  expect(await opened.text()).toBe("png");

  const nothing = new FormData();
  nothing.append("agentId", agentId);
  expect((await fetch(url, { method: "POST", body: nothing })).status).toBe(400);
});

test("a reply that is sent again, since its answer was lost, is there once", async () => {
  const said = async () =>
    (await detail()).messages.filter(({ author }) => author.type === "agent").map(({ content }) => content);
  const key = "4f6c";
  await act("reply", { text: "Hello", key });
  expect((await act("reply", { text: "Hello", key })).status).toBe(200);
  const form = new FormData();
  for (const [name, value] of Object.entries({ agentId, text: "Hello", key })) form.append(name, value);
  form.append("file", new Blob(["png"], { type: "image/png" }), "cat.png");
  const url = `${zendesk.emulator.url}/agent/api/tickets/1/reply`;
  expect((await fetch(url, { method: "POST", body: form })).status).toBe(200);
  expect(await said()).toHaveLength(1);
  await act("reply", { text: "Hello", key: "4f6d" });
  expect(await said()).toHaveLength(2);
  await act("end-session");
  expect((await act("reply", { text: "Hello", key })).status).toBe(200);
  expect((await act("reply", { text: "Hello", key: "4f6e" })).status).toBe(422);
  expect((await act("reply", { text: "Hello", key: "x".repeat(65) })).status).toBe(400);
});

test("assigning, submitting, reading", async () => {
  const group = zendesk.emulator.credentials().groups[0];
  await act("assign", { groupId: group?.id, assigneeId: agentId });
  expect(await detail()).toMatchObject({ group: { name: "Support" }, assignee: { id: agentId } });
  await act("assign", { assigneeId: null });
  expect((await detail()).assignee).toBeUndefined();
  await act("status", { status: "pending" });
  expect((await detail()).status).toBe("pending");
  await act("seen");
  expect((await detail()).unread).toBe(0);
  expect((await act("assign", { groupId: "1" })).status).toBe(422);
  await act("close");
  expect((await act("status", { status: "open" })).status).toBe(422);
  expect((await zendesk.call("POST", "/agent/api/tickets/9/solve", { agentId })).status).toBe(404);
  expect((await zendesk.call("POST", "/agent/api/tickets/1/solve", {})).status).toBe(400);
});

test("a page of the list, who has what, and what waits for whom", async () => {
  const other = await zendesk.open({}, "visitor-2");
  await zendesk.pass(other.conversationId, { "dataCapture.systemField.requester.name": "Jean" });
  await zendesk.post(other.conversationId, { type: "user", userId: other.userId }, "Hello");
  const first = await list("?limit=1");
  const second = await list("?limit=1&page=2");
  expect([...first.tickets, ...second.tickets].map(({ requester }) => requester.name).toSorted()).toEqual([
    "Jean",
    "Marie",
  ]);
  expect((await list("?limit=1&page=3")).tickets).toEqual([]);

  const group = zendesk.emulator.credentials().groups[0]?.id ?? "";
  await act("assign", { groupId: group, assigneeId: agentId });
  await act("status", { status: "hold" });
  const mine = await list(`?view=mine&agentId=${agentId}&groupId=${group}`);
  expect(mine.tickets.map(({ id }) => id)).toEqual(["1"]);
  expect(mine.counts).toMatchObject({ mine: 1, hold: 1, pending: 0, open: 1, all: 1 });
  expect(mine.groupCounts).toEqual({ [group]: 1 });
  expect((await list("?view=hold")).tickets).toHaveLength(1);

  const unread = async (id: string) =>
    Inbox.parse((await zendesk.call("GET", `/agent/api/inbox?agentId=${id}`)).body).unread;
  const somebodyElse = zendesk.emulator.credentials().agents[2]?.id ?? "";
  expect([await unread(agentId), await unread(somebodyElse)]).toEqual([2, 1]);
  for (const query of ["?limit=0", "?page=x", "?limit=1001"])
    expect((await zendesk.call("GET", `/agent/api/tickets${query}`)).status).toBe(400);
});

test("the newest messages of a ticket, then those before them", async () => {
  for (const text of ["One", "Two", "Three"]) await act("reply", { text });
  const read = async (path: string) => (await zendesk.call("GET", `/agent/api/tickets/1${path}`)).body;
  const { ticket } = TicketDetail.parse(await read("?messages=2"));
  expect(ticket.messages.map(({ content }) => content.type === "text" && content.text)).toEqual([
    "Two",
    "Three",
  ]);
  expect(ticket.earlier).toBe(true);
  const before = ticket.messages[0]?.id ?? "";
  const page = MessagePage.parse(await read(`/messages?before=${before}&limit=10`));
  expect(page.messages).toHaveLength(3);
  expect(page.earlier).toBe(false);
});

test("formatted replies and every rich content arrive as they were sent", async () => {
  const actions = [{ type: "reply", text: "Yes", payload: "yes" }];
  const sent = [
    { type: "text", text: "Well?", actions },
    { type: "carousel", items: [{ title: "Sea view", actions }] },
    { type: "location", coordinates: { lat: 48.8, long: 2.3 }, location: { name: "Shop" } },
    { type: "form", fields: [{ type: "email", name: "email", label: "E-mail" }] },
  ];
  await act("reply", { text: "Hello", htmlText: "<p><b>Hello</b></p>", contents: sent });
  const said = (await detail()).messages.slice(-5).map(({ content }) => content);
  expect(said[0]).toMatchObject({ type: "text", text: "Hello" });
  expect(said.slice(1)).toMatchObject(sent);
  for (const body of [{}, { contents: [] }, { contents: [{ type: "buy" }] }, { text: "x".repeat(4097) }])
    expect((await act("reply", body)).status).toBe(400);
});

test("an agent says how available they are", async () => {
  const set = (id: string, availability: string) =>
    zendesk.call("POST", `/agent/api/agents/${id}/availability`, { availability });
  const { agents } = AgentList.parse((await set(agentId, "away")).body);
  expect(agents.find(({ id }) => id === agentId)?.availability).toBe("away");
  expect((await set(agentId, "asleep")).status).toBe(400);
  expect((await set("1", "away")).status).toBe(422);
});

test("the page hears of what happens, a visitor's message with its preview", async () => {
  const stop = new AbortController();
  const response = await fetch(`${zendesk.emulator.url}/agent/api/events`, { signal: stop.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const events: AgentEvent[] = [];
  const reading = (async () => {
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const lines = text.split("\n\n");
      text = lines.pop() ?? "";
      for (const line of lines)
        if (line.startsWith("data: ")) events.push(AgentEvent.parse(JSON.parse(line.slice("data: ".length))));
      if (events.some(({ type }) => type === "reset")) return;
    }
  })();
  await zendesk.post(conversationId, { type: "user", userId }, "Anybody there?");
  await act("reply", { text: "Yes" });
  zendesk.emulator.reset("demo");
  await reading;
  stop.abort();
  expect(events[0]).toEqual({
    type: "message",
    ticketId: "1",
    from: "Marie",
    preview: "Anybody there?",
    newTicket: false,
  });
  expect(events).toContainEqual({ type: "ticket", ticketId: "1" });
});

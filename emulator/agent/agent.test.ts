import { afterEach, beforeEach, expect, test } from "vitest";
import { at, type Started, startEmulator } from "../harness.ts";
import { AgentEvent, AgentList, GroupList, TicketDetail, TicketList } from "./contract.ts";

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

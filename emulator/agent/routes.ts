/** The API behind the operator page; its words are in `contract.ts`. */
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { notFound, Refusal } from "../refusal.ts";
import { sendFile } from "../sunco/attachments.ts";
import type { Person, Ticket } from "../world/entities.ts";
import { assign, type OperatorFile, reply, typing } from "../world/operator.ts";
import { staff } from "../world/people.ts";
import { endSession, setStatus } from "../world/sessions.ts";
import { changeTicket } from "../world/tickets.ts";
import type { World } from "../world/world.ts";
import {
  ActRequest,
  AssignRequest,
  ReplyRequest,
  StatusRequest,
  type TicketView,
  ticketViews,
} from "./contract.ts";
import { agentShape, detailOf, groupShape, summaryOf } from "./shapes.ts";

/** Keeps proxies and idle timers from closing the stream of events. */
const HEARTBEAT_MS = 25_000;

const Params = z.object({ id: z.string() });
const ListQuery = z.object({ view: z.enum(ticketViews).optional(), groupId: z.string().optional() });

const inView: Record<TicketView, (ticket: Ticket) => boolean> = {
  open: ({ status }) => status !== "solved" && status !== "closed",
  unassigned: ({ status, assigneeId }) =>
    status !== "solved" && status !== "closed" && assigneeId === undefined,
  pending: ({ status }) => status === "pending" || status === "hold",
  solved: ({ status }) => status === "solved",
  closed: ({ status }) => status === "closed",
  all: () => true,
};

export function agentRoutes(server: FastifyInstance, world: World): void {
  const ticketOf = (request: FastifyRequest): Ticket => {
    const ticket = world.tickets.get(Params.parse(request.params).id);
    if (ticket === undefined) throw notFound("ticket_unknown", "This ticket does not exist.");
    return ticket;
  };
  const agentOf = (id: string): Person => {
    const person = staff(world).find((candidate) => String(candidate.id) === id);
    if (person === undefined) throw new Refusal(422, "agent_unknown", "This agent does not exist.");
    return person;
  };

  server.get("/agent/api/agents", async () => ({
    agents: staff(world).map((person) => agentShape(world, person)),
  }));
  server.get("/agent/api/groups", async () => ({
    groups: world.groups
      .all()
      .filter(({ deleted }) => !deleted)
      .map((group) => groupShape(world, group)),
  }));
  server.get("/agent/api/tickets", async (request) => {
    const { view = "open", groupId } = ListQuery.parse(request.query);
    const inGroup = world.tickets
      .all()
      .filter((ticket) => groupId === undefined || String(ticket.groupId) === groupId);
    return {
      tickets: inGroup
        .filter(inView[view])
        .sort((left, right) => right.updatedAt - left.updatedAt || right.id - left.id)
        .map((ticket) => summaryOf(world, ticket)),
      counts: Object.fromEntries(ticketViews.map((name) => [name, inGroup.filter(inView[name]).length])),
    };
  });
  server.get("/agent/api/tickets/:id", async (request) => detailOf(world, ticketOf(request)));
  server.get("/agent/api/attachments/:id/:name", async (request, reply) => {
    const attachment = world.attachments.get(Params.parse(request.params).id);
    if (attachment === undefined) throw notFound("attachment_unknown", "This file does not exist.");
    return sendFile(world, reply, attachment);
  });

  const act = (name: string, run: (ticket: Ticket, request: FastifyRequest) => unknown) => {
    server.post(`/agent/api/tickets/:id/${name}`, async (request) => {
      const ticket = ticketOf(request);
      await run(ticket, request);
      return detailOf(world, world.tickets.get(ticket.id) ?? ticket);
    });
  };
  const actor = (request: FastifyRequest) => agentOf(ActRequest.parse(request.body).agentId);

  act("reply", async (ticket, request) => {
    const { agentId, text, files } = request.isMultipart()
      ? await multipartReply(request)
      : { ...ReplyRequest.parse(request.body), files: [] };
    reply(world, ticket, agentOf(agentId), { ...(text === "" ? {} : { text }), files });
  });
  act("assign", (ticket, request) => {
    const { agentId, groupId, assigneeId } = AssignRequest.parse(request.body);
    assign(world, ticket, agentOf(agentId), {
      ...(groupId === undefined ? {} : { groupId }),
      ...(assigneeId === undefined ? {} : { assigneeId }),
    });
  });
  act("status", (ticket, request) => {
    const { agentId, status } = StatusRequest.parse(request.body);
    submit(world, ticket, status, agentOf(agentId));
  });
  act("solve", (ticket, request) => submit(world, ticket, "solved", actor(request)));
  act("close", (ticket, request) => submit(world, ticket, "closed", actor(request)));
  act("end-session", (ticket, request) => endSession(world, ticket, actor(request).name));
  act("typing", (ticket, request) => typing(world, ticket, actor(request)));
  act("seen", (ticket, request) => {
    actor(request);
    if (ticket.unread === 0) return;
    world.tickets.put({ ...ticket, unread: 0 });
    world.announce({ type: "ticket", ticketId: String(ticket.id) });
  });

  server.get("/agent/api/events", async (request, answer) => {
    answer.hijack();
    const { raw } = answer;
    raw.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    raw.write("retry: 1000\n\n");
    const stop = world.onAnnounce((event) => raw.write(`data: ${JSON.stringify(event)}\n\n`));
    const beat = setInterval(() => raw.write(": still here\n\n"), HEARTBEAT_MS);
    request.raw.socket.once("close", () => {
      clearInterval(beat);
      stop();
    });
  });
}

/** The operator submits the ticket; a closed one stays closed. */
function submit(world: World, ticket: Ticket, status: Ticket["status"], agent: Person): void {
  if (ticket.status === "closed" && status !== "closed")
    throw new Refusal(422, "ticket_closed", "The ticket is closed: it cannot be changed any more.");
  const owned =
    ticket.assigneeId === undefined && status !== "new"
      ? changeTicket(world, ticket, { assigneeId: agent.id })
      : ticket;
  setStatus(world, owned, status, agent.name);
}

const Field = z.object({ value: z.string() });

async function multipartReply(request: FastifyRequest) {
  const files: OperatorFile[] = [];
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === "file") files.push(await operatorFile(part));
    else fields[part.fieldname] = Field.parse(part).value;
  }
  const { agentId = "", text = "" } = fields;
  if (files.length === 0 && text === "")
    throw new Refusal(400, "bad_request", "Write something or choose a file.");
  if (text.length > 4096)
    throw new Refusal(400, "bad_request", "The message is too long: 4096 characters at most.");
  return { agentId, text, files };
}

async function operatorFile(part: MultipartFile): Promise<OperatorFile> {
  const bytes = await part.toBuffer();
  if (bytes.length === 0) throw new Refusal(400, "file_empty", `The file ${part.filename} is empty.`);
  return { name: part.filename || "file", mediaType: part.mimetype, bytes };
}

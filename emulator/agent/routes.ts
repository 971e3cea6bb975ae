/** The API behind the operator page; its words are in `contract.ts`. */
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { sendAttachment } from "../http/files.ts";
import { readForm } from "../http/form.ts";
import { parseJson } from "../http/json.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Person, Ticket } from "../world/state/entities.ts";
import { byOperator } from "../world/ticketing/audits.ts";
import { assign, type OperatorFile, type OperatorReply, reply, typing } from "../world/ticketing/operator.ts";
import { operatorById, staff } from "../world/ticketing/people.ts";
import { endSession, setStatus } from "../world/ticketing/sessions.ts";
import { changeTicket } from "../world/ticketing/tickets.ts";
import type { World } from "../world/world.ts";
import {
  ActRequest,
  type AgentEvent,
  AssignRequest,
  AvailabilityRequest,
  ReplyRequest,
  StatusRequest,
  ticketViews,
} from "./contract.ts";
import { listTickets, unreadOf } from "./listing.ts";
import { agentShape, detailOf, groupShape, pageOf } from "./shapes.ts";

/** Keeps proxies and idle timers from closing the stream of events. */
const HEARTBEAT_MS = 25_000;
/** Open pages at a time, and bytes that one of them may leave unread. */
const MOST_STREAMS = 200;
const MOST_UNREAD = 1024 * 1024;

const Params = z.object({ id: z.string() });
/** More on one page than anybody reads would only make it slow. */
const Limit = z.coerce.number().int().min(1).max(1000).optional();
const ListQuery = z.object({
  view: z.enum(ticketViews).default("open"),
  groupId: z.string().optional(),
  agentId: z.string().optional(),
  page: z.coerce.number().int().min(1).default(1),
  limit: Limit,
});
const InboxQuery = z.object({ agentId: z.string() });
const DetailQuery = z.object({ messages: Limit });
const EarlierQuery = z.object({ before: z.string().optional(), limit: Limit });

export function agentRoutes(server: FastifyInstance, world: World): void {
  const ticketOf = (request: FastifyRequest): Ticket => {
    const ticket = world.tickets.get(Params.parse(request.params).id);
    if (ticket === undefined) throw notFound("ticket_unknown", "This ticket does not exist.");
    return ticket;
  };
  const agentOf = (id: string): Person => {
    const person = operatorById(world, id);
    if (person === undefined) throw new Refusal(422, "agent_unknown", "This agent does not exist.");
    return person;
  };

  server.get("/agent/api/agents", async () => ({
    agents: staff(world).map((person) => agentShape(world, person)),
  }));
  server.post("/agent/api/agents/:id/availability", async (request) => {
    const agent = agentOf(Params.parse(request.params).id);
    world.people.put({ ...agent, ...AvailabilityRequest.parse(request.body) });
    return { agents: staff(world).map((person) => agentShape(world, person)) };
  });
  server.get("/agent/api/inbox", async (request) => ({
    unread: unreadOf(world, agentOf(InboxQuery.parse(request.query).agentId)),
  }));
  server.get("/agent/api/groups", async () => ({
    groups: world.groups
      .all()
      .filter(({ deleted }) => !deleted)
      .map((group) => groupShape(world, group)),
  }));
  server.get("/agent/api/tickets", async (request) => listTickets(world, ListQuery.parse(request.query)));
  server.get("/agent/api/tickets/:id", async (request) =>
    detailOf(world, ticketOf(request), DetailQuery.parse(request.query).messages),
  );
  server.get("/agent/api/tickets/:id/messages", async (request) =>
    pageOf(world, ticketOf(request), EarlierQuery.parse(request.query)),
  );
  server.get("/agent/api/attachments/:id/:name", async (request, reply) => {
    const attachment = world.attachments.get(Params.parse(request.params).id);
    if (attachment === undefined) throw notFound("attachment_unknown", "This file does not exist.");
    return sendAttachment(world, reply, attachment);
  });

  const act = (name: string, run: (ticket: Ticket, request: FastifyRequest) => unknown) => {
    server.post(`/agent/api/tickets/:id/${name}`, async (request) => {
      const ticket = ticketOf(request);
      await run(ticket, request);
      const { messages } = DetailQuery.parse(request.query);
      return detailOf(world, world.tickets.get(ticket.id) ?? ticket, messages);
    });
  };
  const actor = (request: FastifyRequest) => agentOf(ActRequest.parse(request.body).agentId);

  act("reply", async (ticket, request) => {
    const { files, ...body } = request.isMultipart()
      ? await multipartReply(request)
      : { files: [], ...ReplyRequest.parse(request.body) };
    reply(world, ticket, agentOf(body.agentId), {
      ...saidIn(body, files.length),
      files,
      ...(body.key === undefined ? {} : { key: body.key }),
    });
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

  let streams = 0;
  server.get("/agent/api/events", async (request, answer) => {
    if (streams >= MOST_STREAMS)
      throw new Refusal(503, "too_many_pages", "Too many pages of the emulator are open: close some.");
    streams += 1;
    answer.hijack();
    const { raw } = answer;
    raw.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    /** A page that does not read is let go; it reads everything again when it comes back. */
    const write = (text: string): void => {
      if (raw.writableLength > MOST_UNREAD) raw.destroy();
      else raw.write(text);
    };
    write("retry: 1000\n\n");
    const stop = world.onAnnounce((event) => write(`data: ${JSON.stringify(addressed(world, event))}\n\n`));
    const beat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    request.raw.socket.once("close", () => {
      streams -= 1;
      clearInterval(beat);
      stop();
    });
  });
}

/** A message's event says whose ticket it is, so that a page knows whom it concerns. */
function addressed(world: World, event: AgentEvent): AgentEvent {
  const ticket = event.type === "message" ? world.tickets.get(event.ticketId) : undefined;
  return {
    ...event,
    ...(ticket?.groupId === undefined ? {} : { groupId: String(ticket.groupId) }),
    ...(ticket?.assigneeId === undefined ? {} : { assigneeId: String(ticket.assigneeId) }),
  };
}

/** Something of it must be there. */
function saidIn({ text = "", htmlText, contents = [] }: ReplyRequest, files: number): OperatorReply {
  if (text === "" && contents.length === 0 && files === 0)
    throw new Refusal(400, "bad_request", "Write something or choose a file.");
  if (text === "") return { contents };
  return htmlText === undefined ? { text, contents } : { text, htmlText, contents };
}

/** The operator submits the ticket; a closed one stays closed. */
function submit(world: World, ticket: Ticket, status: Ticket["status"], agent: Person): void {
  if (ticket.status === "closed" && status !== "closed")
    throw new Refusal(422, "ticket_closed", "The ticket is closed: it cannot be changed any more.");
  const owned =
    ticket.assigneeId === undefined && status !== "new"
      ? changeTicket(world, ticket, { assigneeId: agent.id }, undefined, byOperator(agent))
      : ticket;
  setStatus(world, owned, status, agent.name, byOperator(agent));
}

const Field = z.object({ value: z.string() });

async function multipartReply(request: FastifyRequest) {
  const files: OperatorFile[] = [];
  const fields: Record<string, string> = {};
  await readForm(async () => {
    for await (const part of request.parts()) {
      if (part.type === "file") files.push(await operatorFile(part));
      // Browsers end the lines of a form's fields with CRLF.
      else fields[part.fieldname] = Field.parse(part).value.replaceAll("\r\n", "\n");
    }
  });
  const { contents, ...rest } = fields;
  return { ...ReplyRequest.parse({ ...rest, ...(contents && { contents: parseJson(contents) }) }), files };
}

async function operatorFile(part: MultipartFile): Promise<OperatorFile> {
  const bytes = await part.toBuffer();
  if (bytes.length === 0) throw new Refusal(400, "file_empty", `The file ${part.filename} is empty.`);
  return { name: part.filename || "file", mediaType: part.mimetype, bytes };
}

/** Acting as somebody: an operator, or the visitor on Zendesk's side of the chat. */
import type { FastifyInstance } from "fastify";
import { notFound, Refusal } from "../refusal.ts";
import { mergeUsers } from "../world/messaging/merge.ts";
import { userShape } from "../world/messaging/shapes.ts";
import type { Person, Ticket } from "../world/state/entities.ts";
import { byOperator } from "../world/ticketing/audits.ts";
import { assign, reply, typing } from "../world/ticketing/operator.ts";
import { staff } from "../world/ticketing/people.ts";
import { endSession, setStatus } from "../world/ticketing/sessions.ts";
import type { World } from "../world/world.ts";
import { Act, Available, Merge } from "./schemas.ts";

/** Room for ten files as text. */
const BODY_LIMIT = 80 * 1024 * 1024;

function ticketShapeFor({ id, status, conversationId, sessionOpen, groupId, assigneeId }: Ticket) {
  return {
    ticketId: String(id),
    status,
    conversationId,
    sessionOpen,
    groupId: groupId === undefined ? null : String(groupId),
    assigneeId: assigneeId === undefined ? null : String(assigneeId),
  };
}

export function personRoutes(server: FastifyInstance, world: World): void {
  const ticketOf = ({ ticketId, conversationId }: Act): Ticket => {
    const conversation = conversationId === undefined ? undefined : world.conversations.get(conversationId);
    const latest =
      conversation === undefined ? undefined : world.tickets.by("conversation", conversation.id).at(-1);
    const ticket = ticketId === undefined ? latest : world.tickets.get(ticketId);
    if (ticket === undefined) throw notFound("ticket_unknown", "There is no such ticket.");
    return ticket;
  };
  const personOf = (named: string | number | undefined, ticket: Ticket | undefined): Person => {
    const all = staff(world);
    const person =
      named === undefined
        ? (all.find(({ id }) => id === ticket?.assigneeId) ??
          all.find(({ role }) => role === "agent") ??
          all[0])
        : all.find(({ id, email, name }) => [String(id), email, name].includes(String(named)));
    if (person === undefined) throw notFound("agent_unknown", "There is no such agent.");
    return person;
  };
  const act = (name: string, run: (ticket: Ticket, agent: Person, body: Act) => void) => {
    server.post(`/_emulator/agent/${name}`, { bodyLimit: BODY_LIMIT }, async (request) => {
      const body = Act.parse(request.body);
      const ticket = ticketOf(body);
      run(ticket, personOf(body.agent, ticket), body);
      return { ticket: ticketShapeFor(world.tickets.get(ticket.id) ?? ticket) };
    });
  };

  act("reply", (ticket, agent, { text, contents, file, files = [] }) => {
    const all = file === undefined ? files : [file, ...files];
    if (text === undefined && contents === undefined && all.length === 0)
      throw new Refusal(400, "bad_request", "text, contents, file or files is required");
    reply(world, ticket, agent, {
      ...(text === undefined ? {} : { text }),
      ...(contents === undefined ? {} : { contents }),
      files: all.map((one) => ({ ...one, bytes: Buffer.from(one.base64, "base64") })),
    });
  });
  act("typing", (ticket, agent) => typing(world, ticket, agent));
  act("solve", (ticket, agent) => setStatus(world, ticket, "solved", agent.name, byOperator(agent)));
  act("close", (ticket, agent) => setStatus(world, ticket, "closed", agent.name, byOperator(agent)));
  act("end-session", (ticket, agent) => endSession(world, ticket, agent.name));
  act("assign", (ticket, agent, { groupId, assigneeId }) =>
    assign(world, ticket, agent, {
      ...(groupId === undefined ? {} : { groupId }),
      ...(assigneeId === undefined ? {} : { assigneeId }),
    }),
  );

  server.post("/_emulator/agent/availability", async (request) => {
    const { agent, availability } = Available.parse(request.body);
    const person = world.people.put({
      ...personOf(agent, undefined),
      availability,
      availabilityAt: world.clock.now(),
    });
    world.announce({ type: "account" });
    const { id, name } = person;
    return { agent: { id: String(id), name, availability } };
  });

  server.post("/_emulator/users/merge", async (request) => {
    const { surviving, discarded } = Merge.parse(request.body);
    const idOf = (given: string) => world.users.get(given)?.id ?? world.users.by("externalId", given)[0]?.id;
    const [kept, gone] = [idOf(surviving), idOf(discarded)];
    if (kept === undefined || gone === undefined) throw notFound("user_unknown", "There is no such user.");
    const user = mergeUsers(world, kept, gone, "api");
    if (user === undefined)
      throw new Refusal(422, "same_user", "Both are the same user: there is nothing to merge.");
    return { user: userShape(user, true) };
  });
}

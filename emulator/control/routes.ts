/** The emulator's own controls, for tests and scripts (below `/_emulator`). */
import type { FastifyInstance } from "fastify";
import { FaultDraft } from "../faults/drafts.ts";
import type { Faults } from "../faults/faults.ts";
import { notFound, Refusal } from "../refusal.ts";
import { Settings, type Ticket, type Webhook } from "../world/entities.ts";
import { assign, reply, typing } from "../world/operator.ts";
import { staff } from "../world/people.ts";
import type { Seed } from "../world/seed.ts";
import { endSession, setStatus } from "../world/sessions.ts";
import type { World } from "../world/world.ts";
import { openApi } from "./openapi.ts";
import { Act, Advance, LedgerQuery, Reset, Restore, Target } from "./schemas.ts";

export interface Controls {
  readonly world: World;
  readonly faults: Faults;
  readonly reset: (seed: Seed) => void;
  readonly snapshot: () => string;
  readonly restore: (snapshot: string) => boolean;
  /** Points the demo integration's webhook elsewhere; undefined in another account. */
  readonly retarget: (target: string) => Webhook | undefined;
  readonly probe: (webhook: Webhook) => void;
}

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

export function emulatorRoutes(server: FastifyInstance, controls: Controls): void {
  const { world, faults } = controls;
  const at = (path: string) => `/_emulator${path}`;

  server.post(at("/reset"), async (request) => {
    controls.reset(Reset.parse(request.body ?? undefined).seed);
    return credentials(world);
  });
  server.post(at("/snapshot"), async () => ({ snapshot: controls.snapshot() }));
  server.post(at("/restore"), async (request) => {
    if (!controls.restore(Restore.parse(request.body).snapshot))
      throw notFound("snapshot_unknown", "There is no such snapshot.");
    return {};
  });

  server.post(at("/faults"), async (request, reply) =>
    reply.code(201).send({ fault: faults.add(FaultDraft.parse(request.body)) }),
  );
  server.get(at("/faults"), async () => ({ faults: faults.list() }));
  server.delete(at("/faults"), async () => {
    faults.clear();
    return {};
  });

  server.get(at("/ledger"), async (request) => {
    const { after } = LedgerQuery.parse(request.query);
    return { entries: world.ledger.all().filter(({ seq }) => seq > after) };
  });
  server.get(at("/webhooks"), async () => ({
    webhooks: world.webhooks.all(),
    deliveries: world.deliveries.all(),
  }));
  server.patch(at("/webhooks/demo"), async (request) => {
    const { target } = Target.parse(request.body);
    const webhook = controls.retarget(target);
    if (webhook === undefined) throw notFound("webhook_unknown", "This is not the demo account.");
    return { webhook };
  });

  server.get(at("/settings"), async () => ({ settings: world.settings() }));
  server.patch(at("/settings"), async (request) => {
    const change = Settings.partial().strict().parse(request.body);
    const settings = Settings.parse({ ...world.settings(), ...change });
    world.accounts.put({ ...world.account(), settings });
    return { settings };
  });
  server.post(at("/clock"), async (request) => {
    world.clock.advance(Advance.parse(request.body).advanceMs);
    return { now: world.clock.now() };
  });
  server.get(at("/openapi.json"), async () => openApi(world.origin()));
  server.get(at("/credentials"), async () => credentials(world));
  operatorRoutes(server, world);
}

/** Everything the console's form asks for. */
export function credentials(world: World) {
  const { appId, seed } = world.account();
  const [integration] = world.integrations.all();
  const [webhook] = world.webhooks.all();
  const key = world.keys.all().find(({ integrationId }) => integrationId === undefined);
  const [apiToken] = world.apiTokens.all();
  const [client] = world.oauthClients.all();
  return {
    seed,
    origin: world.origin(),
    domain: world.origin(),
    appId,
    integrationId: integration?.id ?? null,
    keyId: key?.id ?? null,
    keySecret: key?.secret ?? null,
    email: apiToken === undefined ? null : (world.people.get(apiToken.creatorId)?.email ?? null),
    apiToken: apiToken?.token ?? null,
    oauth: client === undefined ? null : { clientId: client.id, clientSecret: client.secret },
    webhookId: webhook?.id ?? null,
    webhookSecret: webhook?.secret ?? null,
    groups: world.groups.all().map(({ id, name, deleted }) => ({ id: String(id), name, deleted })),
    agents: staff(world).map(({ id, name, email, role }) => ({ id: String(id), name, email, role })),
  };
}

function operatorRoutes(server: FastifyInstance, world: World): void {
  const ticketOf = ({ ticketId, conversationId }: Act): Ticket => {
    const conversation = conversationId === undefined ? undefined : world.conversations.get(conversationId);
    const latest = world.tickets.all().findLast((candidate) => candidate.conversationId === conversation?.id);
    const ticket = ticketId === undefined ? latest : world.tickets.get(ticketId);
    if (ticket === undefined) throw notFound("ticket_unknown", "There is no such ticket.");
    return ticket;
  };
  const agentOf = ({ agent }: Act, ticket: Ticket) => {
    const all = staff(world);
    const person =
      agent === undefined
        ? (all.find(({ id }) => id === ticket.assigneeId) ??
          all.find(({ role }) => role === "agent") ??
          all[0])
        : all.find(({ id, email, name }) => [String(id), email, name].includes(String(agent)));
    if (person === undefined) throw notFound("agent_unknown", "There is no such agent.");
    return person;
  };
  const act = (name: string, run: (ticket: Ticket, agent: ReturnType<typeof agentOf>, body: Act) => void) => {
    server.post(`/_emulator/agent/${name}`, { bodyLimit: 80 * 1024 * 1024 }, async (request) => {
      const body = Act.parse(request.body);
      const ticket = ticketOf(body);
      run(ticket, agentOf(body, ticket), body);
      return { ticket: ticketShapeFor(world.tickets.get(ticket.id) ?? ticket) };
    });
  };

  act("reply", (ticket, agent, { text, file }) => {
    if (text === undefined && file === undefined)
      throw new Refusal(400, "bad_request", "text or file is required");
    reply(world, ticket, agent, {
      ...(text === undefined ? {} : { text }),
      ...(file === undefined ? {} : { files: [{ ...file, bytes: Buffer.from(file.base64, "base64") }] }),
    });
  });
  act("typing", (ticket, agent) => typing(world, ticket, agent));
  act("solve", (ticket, agent) => setStatus(world, ticket, "solved", agent.name));
  act("close", (ticket, agent) => setStatus(world, ticket, "closed", agent.name));
  act("end-session", (ticket, agent) => endSession(world, ticket, agent.name));
  act("assign", (ticket, agent, { groupId, assigneeId }) =>
    assign(world, ticket, agent, {
      ...(groupId === undefined ? {} : { groupId }),
      ...(assigneeId === undefined ? {} : { assigneeId }),
    }),
  );
}

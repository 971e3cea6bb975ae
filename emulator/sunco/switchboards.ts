/** The app's switchboard and the integrations in it (zendesk.md §5.1). */
import * as z from "zod";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import { createSwitchboard, removeSeat, removeSwitchboard } from "../world/messaging/seats.ts";
import { defaultSeat, setDefaultSeat } from "../world/messaging/switchboard.ts";
import type { SwitchboardIntegration } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import type { Call, Route } from "./route.ts";

const MOST_SEATS = 10;

const name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/u, "alphanumeric characters, - and _ only, at most 128");
const shared = {
  integrationId: z.string().optional(),
  integrationType: z.string().min(1).optional(),
  nextSwitchboardIntegrationId: z.string().nullish(),
  messageHistoryCount: z.number().int().min(1).max(10).nullish(),
};
const notBoth = {
  check: (body: { integrationId?: string | undefined; integrationType?: string | undefined }) =>
    body.integrationId === undefined || body.integrationType === undefined,
  message: "integrationId and integrationType cannot be used together",
};
const CreateSeat = z
  .object({ name, ...shared, deliverStandbyEvents: z.boolean().default(true) })
  .refine(notBoth.check, notBoth.message)
  .refine(
    (body) => body.integrationId !== undefined || body.integrationType !== undefined,
    "one of integrationId and integrationType must be provided",
  );
const PatchSeat = z
  .object({ name: name.optional(), ...shared, deliverStandbyEvents: z.boolean().optional() })
  .refine(notBoth.check, notBoth.message);
const PatchSwitchboard = z.object({
  enabled: z.boolean().optional(),
  defaultSwitchboardIntegrationId: z.string().optional(),
});

const noSeat = (title = "SwitchboardIntegration not found") =>
  notFound("switchboard_integration_not_found", title);

function switchboardShape(world: World) {
  const { switchboardId, switchboardEnabled } = world.account();
  const responder = defaultSeat(world)?.id;
  return {
    id: switchboardId,
    enabled: switchboardEnabled !== false,
    ...(responder === undefined ? {} : { defaultSwitchboardIntegrationId: responder }),
  };
}

function checkSwitchboard(world: World, { params }: Call): void {
  const { switchboardId, switchboardDeleted } = world.account();
  if (switchboardDeleted === true || params.switchboardId !== switchboardId)
    throw notFound("switchboard_not_found", "Switchboard not found");
}

function seatOf(world: World, call: Call): SwitchboardIntegration {
  checkSwitchboard(world, call);
  const seat = world.switchboardIntegrations.get(call.params.switchboardIntegrationId);
  if (seat === undefined) throw noSeat();
  return seat;
}

/** The integration behind a seat: a custom one by its id, one of Zendesk's or of a partner by its type. */
function linked(world: World, body: z.infer<typeof PatchSeat>) {
  if (body.integrationType !== undefined)
    return { integrationId: world.newId(), integrationType: body.integrationType };
  if (body.integrationId === undefined) return {};
  const integration = world.integrations.get(body.integrationId);
  if (integration === undefined) throw notFound("integration_not_found", "Integration not found");
  if (integration.type !== "custom")
    throw badRequest("Only custom integrations can be linked by integrationId");
  return { integrationId: integration.id, integrationType: "custom" };
}

function checkNeighbours(world: World, body: z.infer<typeof PatchSeat>, own?: string): void {
  const others = world.switchboardIntegrations.all().filter(({ id }) => id !== own);
  if (others.some((seat) => seat.name === body.name)) throw badRequest(`The name ${body.name} is taken.`);
  const next = body.nextSwitchboardIntegrationId ?? undefined;
  if (next !== undefined && !others.some(({ id }) => id === next)) throw noSeat();
}

/** Null takes a field away, a missing one stays. */
function optional(body: z.infer<typeof PatchSeat>, before?: SwitchboardIntegration) {
  const { nextSwitchboardIntegrationId: next, messageHistoryCount: count } = body;
  const nextId = next === undefined ? before?.nextSwitchboardIntegrationId : (next ?? undefined);
  const history = count === undefined ? before?.messageHistoryCount : (count ?? undefined);
  return {
    ...(nextId === undefined ? {} : { nextSwitchboardIntegrationId: nextId }),
    ...(history === undefined ? {} : { messageHistoryCount: history }),
  };
}

export function switchboardRoutes(route: Route, world: World): void {
  const one = "/switchboards/:switchboardId";
  route("get", "/switchboards", "app", 200, () => ({
    switchboards: world.account().switchboardDeleted === true ? [] : [switchboardShape(world)],
  }));
  route("post", "/switchboards", "app", 201, () => {
    if (world.account().switchboardDeleted !== true)
      throw badRequest("Only one switchboard can be created per app");
    createSwitchboard(world);
    return { switchboard: switchboardShape(world) };
  });
  route("patch", one, "app", 200, (call) => {
    checkSwitchboard(world, call);
    const body = PatchSwitchboard.parse(call.request.body);
    const wanted = body.defaultSwitchboardIntegrationId;
    const seat = wanted === undefined ? undefined : world.switchboardIntegrations.get(wanted);
    if (wanted !== undefined && seat === undefined) throw noSeat();
    if (body.enabled === true && (seat ?? defaultSeat(world)) === undefined)
      throw noSeat("Enabled switchboard must have an associated default switchboardIntegration");
    if (seat !== undefined) setDefaultSeat(world, seat);
    if (body.enabled !== undefined)
      world.accounts.put({ ...world.account(), switchboardEnabled: body.enabled });
    return { switchboard: switchboardShape(world) };
  });
  route("delete", one, "app", 200, (call) => {
    checkSwitchboard(world, call);
    removeSwitchboard(world);
  });
  seatRoutes(route, world, `${one}/switchboardIntegrations`);
}

function seatRoutes(route: Route, world: World, seats: string): void {
  route("get", seats, "app", 200, (call) => {
    checkSwitchboard(world, call);
    return { switchboardIntegrations: world.switchboardIntegrations.all() };
  });
  route("post", seats, "app", 201, (call) => {
    checkSwitchboard(world, call);
    const body = CreateSeat.parse(call.request.body);
    if (world.switchboardIntegrations.size() >= MOST_SEATS)
      throw new Refusal(
        400,
        "too_many_switchboard_integrations",
        `Switchboard has reached the max number of switchboard integrations (${MOST_SEATS})`,
      );
    const { integrationId = "", integrationType = "" } = linked(world, body);
    checkNeighbours(world, body);
    const seat = world.switchboardIntegrations.put({
      id: world.newId(),
      name: body.name,
      integrationId,
      integrationType,
      deliverStandbyEvents: body.deliverStandbyEvents,
      ...optional(body),
    });
    return { switchboardIntegration: seat };
  });
  route("patch", `${seats}/:switchboardIntegrationId`, "app", 200, (call) => {
    const before = seatOf(world, call);
    const body = PatchSeat.parse(call.request.body);
    checkNeighbours(world, body, before.id);
    const seat = world.switchboardIntegrations.put({
      id: before.id,
      name: body.name ?? before.name,
      integrationId: before.integrationId,
      integrationType: before.integrationType,
      ...linked(world, body),
      deliverStandbyEvents: body.deliverStandbyEvents ?? before.deliverStandbyEvents,
      ...optional(body, before),
    });
    return { switchboardIntegration: seat };
  });
  route("delete", `${seats}/:switchboardIntegrationId`, "app", 200, (call) => {
    const { id } = seatOf(world, call);
    // Documented as forbidden; the status is not.
    if (defaultSeat(world)?.id === id)
      throw badRequest("The default switchboard integration cannot be deleted.");
    if (world.switchboardIntegrations.all().some((seat) => seat.nextSwitchboardIntegrationId === id))
      throw badRequest("Another switchboard integration refers to this one as its next.");
    removeSeat(world, id);
  });
}

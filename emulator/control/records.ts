/** What happened, and what shall happen: the ledger, the webhooks' deliveries, the faults. */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { FaultDraft } from "../faults/drafts.ts";
import { type Faults, strikes } from "../faults/faults.ts";
import { notFound } from "../refusal.ts";
import type { Delivery } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { DeliveriesQuery, LedgerQuery } from "./schemas.ts";

/** What the routes of this file act on. */
export interface RecordControls {
  readonly world: World;
  readonly faults: Faults;
  readonly resend: (deliveryId: string) => Delivery | undefined;
}

/** Rows after one, or the latest; never more than asked for. */
function page<Row>(rows: readonly Row[], limit: number, latest: number | undefined) {
  const shown = latest === undefined ? rows.slice(0, limit) : rows.slice(-latest);
  return { shown, more: shown.length < rows.length };
}

const FaultId = z.object({ id: z.coerce.number() });
const DeliveryId = z.object({ deliveryId: z.string() });

export function recordRoutes(server: FastifyInstance, { world, faults, resend }: RecordControls): void {
  const at = (path: string) => `/_emulator${path}`;

  server.get(at("/ledger"), async (request) => {
    const { after, limit, latest } = LedgerQuery.parse(request.query);
    const all = world.ledger.all();
    // Numbers grow by one: no search through everything for the few that are new.
    const first = all[0]?.seq ?? 0;
    const { shown, more } = page(all.slice(Math.max(0, after - first + 1)), limit, latest);
    return { entries: shown, more };
  });

  server.get(at("/webhooks"), async (request) => {
    const { after, limit, latest } = DeliveriesQuery.parse(request.query);
    const all = world.deliveries.all();
    const from = after === "" ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const { shown, more } = page(all.slice(from), limit, latest);
    return { webhooks: world.webhooks.all(), deliveries: shown, more };
  });
  server.post(at("/webhooks/:deliveryId/resend"), async (request, reply) => {
    const delivery = resend(DeliveryId.parse(request.params).deliveryId);
    if (delivery === undefined)
      throw notFound("delivery_unknown", "There is no such delivery, or its webhook is gone.");
    return reply.code(201).send({ delivery });
  });

  server.post(at("/faults"), async (request, reply) =>
    reply.code(201).send({ fault: faults.add(FaultDraft.parse(request.body)) }),
  );
  server.get(at("/faults"), async () => ({
    faults: faults.list().map((fault) => ({ ...fault, left: strikes(fault) - fault.struck })),
  }));
  server.delete(at("/faults"), async () => {
    faults.clear();
    return {};
  });
  server.delete(at("/faults/:id"), async (request) => {
    if (!faults.remove(FaultId.parse(request.params).id))
      throw notFound("fault_unknown", "There is no such fault.");
    return {};
  });
}

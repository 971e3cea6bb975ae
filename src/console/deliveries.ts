/** Deliveries to Zendesk that were given up, and trying one of them again. */
import { z } from "zod";
import { CodedError } from "../errors.ts";
import { deliveriesAnswerSchema, deliveriesPage, retriedAnswerSchema } from "../protocol/console.ts";
import { safeParse } from "../protocol/safe-parse.ts";
import type { Store } from "../store/port.ts";
import { botPath, loadBot } from "./bot.ts";
import { nothing, type Operations } from "./operation.ts";

const path = `${botPath}/deliveries`;

export interface DeliveryDeps {
  readonly store: Pick<Store, "bots" | "parked">;
  /** To the end of its lane, once however often it is asked; the answer is its new position. */
  readonly retryParked: (parked: { botId: string; handoffId: string; position: number }) => Promise<number>;
}

const numberSchema = z.coerce.number().int().nonnegative();
const querySchema = z.object({ before: numberSchema.optional() });

export function addDeliveryOperations(operations: Operations, { store, retryParked }: DeliveryDeps): void {
  operations.add(
    {
      method: "GET",
      path,
      summary: `Deliveries to Zendesk that were given up, newest first, ${deliveriesPage} a page; \`?before=\` goes on with the number \`next\``,
      body: nothing,
      answers: { 200: deliveriesAnswerSchema },
    },
    async ({ params, request }) => {
      const bot = await loadBot(store, params);
      const { before } = parse(querySchema, request.query);
      const found = await store.parked.list(bot.id, {
        limit: deliveriesPage + 1,
        ...(before !== undefined && { before }),
      });
      const page = found.slice(0, deliveriesPage);
      const next = found.length > page.length ? page.at(-1)?.number : undefined;
      return {
        status: 200,
        body: {
          deliveries: page.map(
            ({ handoffId, position, conversationId, task, code, parkedAt, retriedAs }) => ({
              handoffId,
              position,
              conversationId,
              kind: task?.kind ?? "unreadable",
              ...(task?.kind === "message" && { seq: task.seq }),
              code,
              givenUpAt: new Date(parkedAt).toISOString(),
              ...(retriedAs !== undefined && { retriedAs }),
            }),
          ),
          ...(next !== undefined && { next }),
        },
      };
    },
  );
  operations.add(
    {
      method: "POST",
      path: `${path}/{handoffId}/{position}/retry`,
      summary:
        "Try a delivery that was given up again, behind what waits; asked twice, it is done once. Once its livechat is over, only notes, `solve` and `cleanup`: the oldest first",
      body: nothing,
      answers: { 200: retriedAnswerSchema },
    },
    async ({ params }) => {
      const bot = await loadBot(store, params);
      const position = parse(numberSchema, params.position);
      const handoffId = params.handoffId ?? "";
      return {
        status: 200,
        body: { position: await retryParked({ botId: bot.id, handoffId, position }) },
      };
    },
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new CodedError("request_invalid", "A position and `before` are whole numbers.");
}

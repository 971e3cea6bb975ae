/** Preferences › Livechat settings › When a livechat ends. */
import { usualEnds } from "../conversation/time-limits.ts";
import { type LivechatEnds, livechatEndsSchema } from "../protocol/console.ts";
import type { Connector, Store } from "../store/port.ts";
import { botPath, loadBot, loadConnector } from "./bot.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { nothing, type Operations } from "./operation.ts";

const path = `${botPath}/livechat/ends`;
const minuteMs = 60_000;

export function addEndsOperations(
  operations: Operations,
  { store }: { readonly store: Pick<Store, "bots" | "connectors"> },
  oneAtATime: OneAtATime,
): void {
  operations.add(
    {
      method: "GET",
      path,
      summary: "Preferences › Livechat settings › When a livechat ends",
      body: nothing,
      answers: { 200: livechatEndsSchema },
    },
    async ({ params }) => ({
      status: 200,
      body: viewEnds(await loadConnector(store, await loadBot(store, params))),
    }),
  );
  operations.add(
    {
      method: "PUT",
      path,
      summary: "Save how livechats end that begin from now on",
      body: livechatEndsSchema,
      answers: { 200: livechatEndsSchema },
    },
    async ({ body, params }) => {
      const bot = await loadBot(store, params);
      return oneAtATime(bot.id, async () => {
        const ends = {
          solveOnLeave: body.solveOnLeave,
          solvedEndsAfterMs: body.solvedEndsAfterMinutes * minuteMs,
        };
        const connector = { ...(await loadConnector(store, bot)), ends };
        await store.connectors.save(connector);
        return { status: 200, body: viewEnds(connector) };
      });
    },
  );
}

function viewEnds({ ends = usualEnds }: Connector): LivechatEnds {
  const { solveOnLeave, solvedEndsAfterMs } = ends;
  return { solveOnLeave, solvedEndsAfterMinutes: Math.ceil(solvedEndsAfterMs / minuteMs) };
}

/** Channels: for now, where each one's preview page is. */
import { channelsAnswerSchema } from "../protocol/console.ts";
import type { Store } from "../store/port.ts";
import { botPath, loadBot } from "./bot.ts";
import { nothing, type Operations } from "./operation.ts";

export function addChannelOperations(
  operations: Operations,
  { store, publicUrl }: { readonly store: Pick<Store, "bots">; readonly publicUrl: () => string },
): void {
  operations.add(
    {
      method: "GET",
      path: `${botPath}/channels`,
      summary: "Channels, with their preview pages",
      body: nothing,
      answers: { 200: channelsAnswerSchema },
    },
    async ({ params }) => {
      const bot = await loadBot(store, params);
      const channels = await store.bots.channels(bot.id);
      return {
        status: 200,
        body: {
          channels: channels.map(({ id, title }) => ({
            id,
            title,
            previewUrl: `${publicUrl().replace(/\/+$/u, "")}/preview/${encodeURIComponent(id)}`,
          })),
        },
      };
    },
  );
}

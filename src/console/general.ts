/** Preferences › Bot › General. */
import { randomBytes } from "node:crypto";
import { generalPreferencesSchema } from "../protocol/console.ts";
import type { Connector } from "../store/port.ts";
import { botPath, loadBot } from "./bot.ts";
import type { UpdateDeps } from "./connector-update.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { nothing, type Operations } from "./operation.ts";

const path = `${botPath}/preferences/general`;

export function addGeneralOperations(
  operations: Operations,
  { store, onLivechatChanged }: Pick<UpdateDeps, "store" | "onLivechatChanged">,
  oneAtATime: OneAtATime,
): void {
  operations.add(
    {
      method: "GET",
      path,
      summary: "Preferences › Bot › General",
      body: nothing,
      answers: { 200: generalPreferencesSchema },
    },
    async ({ params }) => ({ status: 200, body: await loadBot(store, params) }),
  );
  operations.add(
    {
      method: "PUT",
      path,
      summary: "Save the name and the escalation type; ZENDESK brings the webhook URL into being",
      body: generalPreferencesSchema,
      answers: { 200: generalPreferencesSchema },
    },
    async ({ body, params }) => {
      const { id } = await loadBot(store, params);
      return oneAtATime(id, async () => {
        await store.bots.save({ id, name: body.name, escalationType: body.escalationType });
        if (body.escalationType === "ZENDESK" && (await store.connectors.findByBot(id)) === undefined) {
          await store.connectors.save(emptyConnector(id));
        }
        onLivechatChanged();
        return { status: 200, body: await loadBot(store, params) };
      });
    },
  );
}

/** Zendesk needs the webhook URL before the ids exist, so the connector is there while its form is empty. */
export function emptyConnector(botId: string): Connector {
  return {
    id: botId === "demo" ? "demo" : randomBytes(16).toString("hex"),
    botId,
    origin: "",
    appId: "",
    integrationId: "",
    keyId: "",
    api: { kind: "token", email: "" },
    senderId: "",
    secrets: {},
    state: "empty",
    warnings: "[]",
    groups: [],
  };
}

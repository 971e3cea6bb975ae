/** Preferences › Livechat settings › External connector. */
import {
  connectorCheckRequestSchema,
  connectorFormSchema,
  connectorViewSchema,
  type UpdateAnswer,
  updateAnswerSchema,
} from "../protocol/console.ts";
import type { Bot } from "../store/port.ts";
import { botPath, knownVariables, loadBot, loadConnector } from "./bot.ts";
import { recheckConnector, type UpdateDeps, type UpdateResult, updateConnector } from "./connector-update.ts";
import { type ConnectorContext, viewConnector } from "./connector-view.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { nothing, type Operations } from "./operation.ts";

const path = `${botPath}/livechat/connector`;
const statuses = { saved: 200, refused: 422, unreachable: 503 } as const;
const answers = { 200: updateAnswerSchema, 422: updateAnswerSchema, 503: updateAnswerSchema };

export function addConnectorOperations(
  operations: Operations,
  deps: UpdateDeps,
  oneAtATime: OneAtATime,
): void {
  const { store } = deps;
  const context = async (bot: Bot): Promise<ConnectorContext> => ({
    skills: await store.bots.skills(bot.id),
    variables: await knownVariables(store, bot.id),
    publicUrl: deps.publicUrl(),
  });
  const answer = (result: UpdateResult, around: ConnectorContext) => {
    const body: UpdateAnswer =
      result.outcome === "saved"
        ? {
            outcome: "saved",
            connector: viewConnector(result.connector, around),
            createdGroups: [...result.createdGroups],
          }
        : result.outcome === "refused"
          ? { outcome: "refused", problems: [...result.problems] }
          : result;
    return { status: statuses[result.outcome], body };
  };

  operations.add(
    {
      method: "GET",
      path,
      summary: "Preferences › Livechat settings › External connector",
      body: nothing,
      answers: { 200: connectorViewSchema },
    },
    async ({ params }) => {
      const bot = await loadBot(store, params);
      return {
        status: 200,
        body: viewConnector(await loadConnector(store, bot), await context(bot)),
      };
    },
  );
  operations.add(
    {
      method: "PUT",
      path,
      summary: "Update: check the form with Zendesk, save it, create the missing groups",
      body: connectorFormSchema,
      answers,
    },
    async ({ body, params }) => {
      const bot = await loadBot(store, params);
      return oneAtATime(bot.id, async () => {
        const around = await context(bot);
        const stored = await loadConnector(store, bot);
        return answer(await updateConnector(deps, body, { ...around, stored }), around);
      });
    },
  );
  operations.add(
    {
      method: "POST",
      path: `${path}/check`,
      summary: "Try again with what is stored",
      body: connectorCheckRequestSchema,
      answers,
    },
    async ({ body, params }) => {
      const bot = await loadBot(store, params);
      return oneAtATime(bot.id, async () => {
        const around = await context(bot);
        const stored = await loadConnector(store, bot);
        const result = await recheckConnector(deps, body.groupChoices ?? {}, { ...around, stored });
        return answer(result, around);
      });
    },
  );
}

/** The Sunshine Conversations calls that need an app-scoped key: what the account is and how it is set up. */
import * as z from "zod";
import { errorCodes, type HttpCall, readAnswer, type ZendeskHttp } from "./http.ts";
import { messagingId } from "./ids.ts";
import { listOf } from "./list-of.ts";
import { type SuncoAccount, suncoAuthorization, suncoCall } from "./sunco.ts";

/** GetApp. */
export function getAppCall(account: SuncoAccount): HttpCall {
  return suncoCall(account, { method: "GET" }, "");
}

/** ListApps: account keys only, so an app key that is right is answered 403, and a wrong one 401 (inferred). */
export function listAppsCall(account: SuncoAccount): HttpCall {
  const authorization = suncoAuthorization(account);
  return {
    origin: account.origin,
    method: "GET",
    path: "/sc/v2/apps",
    pattern: "/sc/v2/apps",
    authorization,
  };
}

/** GetIntegration. */
export function getIntegrationCall(account: SuncoAccount, integrationId: string): HttpCall {
  return suncoCall(account, { method: "GET" }, "/integrations/{}", [integrationId]);
}

export const appAnswer = z.object({
  app: z.object({
    settings: z.object({ multiConvoEnabled: z.boolean().nullish() }).nullish().catch(undefined),
  }),
});
export const integrationAnswer = z.object({ integration: z.object({ type: z.string() }) });

/** GetApp `settings.multiConvoEnabled` (zendesk.md §4); undefined when the account does not say. */
export async function allowsSeveralConversations(
  http: ZendeskHttp,
  account: SuncoAccount,
): Promise<boolean | undefined> {
  const call = getAppCall(account);
  const { app } = readAnswer(call, await http.send(call), "sunco", appAnswer);
  return app.settings?.multiConvoEnabled ?? undefined;
}

const webhookSchema = z.object({
  id: z.string(),
  // A longer one is not ours, and nobody could read it where the missing webhook is told of.
  target: z.string().max(2_048),
  triggers: listOf(z.string()),
  secret: z.string().min(1).nullish(),
  includeFullUser: z.boolean().nullish(),
  includeFullSource: z.boolean().nullish(),
});
export type SuncoWebhook = z.infer<typeof webhookSchema>;
const webhooksAnswer = z.object({ webhooks: listOf(webhookSchema) });

/** ListWebhooks of an integration (integration or app scope); its answer has no pages and holds the secrets. */
export function listWebhooksCall(account: SuncoAccount, integrationId: string): HttpCall {
  return suncoCall(account, { method: "GET" }, "/integrations/{}/webhooks", [integrationId]);
}

export async function listWebhooks(
  http: ZendeskHttp,
  account: SuncoAccount,
  integrationId: string,
): Promise<readonly SuncoWebhook[]> {
  const call = listWebhooksCall(account, integrationId);
  return readAnswer(call, await http.send(call), "sunco", webhooksAnswer).webhooks;
}

const switchboardsAnswer = z.object({
  switchboards: listOf(z.object({ id: messagingId, enabled: z.boolean().nullish() })),
});
const switchboardIntegrationsAnswer = z.object({
  switchboardIntegrations: listOf(
    z.object({ id: messagingId, integrationId: z.string().nullish(), integrationType: z.string().nullish() }),
  ),
});
export type SwitchboardIntegration = z.infer<
  typeof switchboardIntegrationsAnswer
>["switchboardIntegrations"][number];

/** The integrations of the app's enabled switchboard (an app has at most one); empty when there is none. */
export async function listSwitchboardIntegrations(
  http: ZendeskHttp,
  account: SuncoAccount,
): Promise<readonly SwitchboardIntegration[]> {
  const listed = suncoCall(account, { method: "GET" }, "/switchboards");
  const answer = await http.send(listed);
  if (answer.status === 404 && errorCodes(answer.json).includes("switchboard_not_found")) {
    return [];
  }
  const { switchboards } = readAnswer(listed, answer, "sunco", switchboardsAnswer);
  const enabled = switchboards.find((switchboard) => switchboard.enabled !== false);
  if (enabled === undefined) {
    return [];
  }
  const path = "/switchboards/{}/switchboardIntegrations";
  const call = suncoCall(account, { method: "GET" }, path, [enabled.id]);
  return readAnswer(call, await http.send(call), "sunco", switchboardIntegrationsAnswer)
    .switchboardIntegrations;
}

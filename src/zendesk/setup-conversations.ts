/** Which of domain, key, app id and integration id Zendesk's answers allow to blame. */
import type { FieldProblem } from "../protocol/console.ts";
import { safeParse } from "../protocol/safe-parse.ts";
import { type HttpAnswer, type HttpCall, refusal, type ZendeskHttp } from "./http.ts";
import type { SetupRequest } from "./setup-port.ts";
import {
  appAnswer,
  getAppCall,
  getIntegrationCall,
  integrationAnswer,
  listAppsCall,
  listWebhooksCall,
} from "./sunco-admin.ts";

type Account = SetupRequest["account"];

/** Nobody answers like Zendesk under this domain. */
export const domainUnknown: FieldProblem = { field: "domain", reasons: ["domain_unknown"] };
const appUnknown: FieldProblem = { field: "appId", reasons: ["app_unknown"] };
const keyNotAppScope: FieldProblem = { field: "keyId", reasons: ["key_not_app_scope"] };

/** The answer, or an error to try again by when it says nothing about the fields (429, 408, 5xx). */
export async function telling(
  http: { readonly send: (call: HttpCall) => Promise<HttpAnswer> },
  call: HttpCall,
): Promise<HttpAnswer> {
  const answer = await http.send(call);
  const { status } = answer;
  const refused = refusal(call, answer, "support");
  if (refused !== undefined && (status === 429 || status === 408 || status >= 500)) {
    throw refused;
  }
  return answer;
}

/** A redirect, or an answer that is no JSON where Zendesk's API would send some: not an account (inferred). */
export function isNoAccount({ status, json }: HttpAnswer): boolean {
  return (status >= 300 && status < 400) || ((status < 300 || status === 404) && json === undefined);
}

/**
 * Asks for the app (key and app id), then for its integration (integration id). Empty when all is well; fails
 * when Zendesk gives no answer that says anything.
 */
export async function checkConversations(
  http: ZendeskHttp,
  account: Account,
): Promise<readonly FieldProblem[]> {
  const app = await telling(http, getAppCall(account));
  if (isNoAccount(app)) {
    return [domainUnknown];
  }
  if (app.status === 401) {
    return blameKey(http, account);
  }
  if (app.status === 403) {
    // Authenticated, so id and secret belong together: the key is of another scope or of another app.
    return [hasAppPrefix(account) ? appUnknown : keyNotAppScope];
  }
  if (app.status >= 400) {
    return [appUnknown];
  }
  if (!safeParse(appAnswer, app.json).success) {
    return [domainUnknown];
  }
  return checkIntegration(http, account);
}

/** True when these problems say that Zendesk did not know the key at all. */
export function blamesKeySecret(problems: readonly FieldProblem[]): boolean {
  return problems.some(({ field }) => field === "keySecret");
}

function hasAppPrefix(account: Account): boolean {
  return account.key.id.startsWith("app_");
}

/**
 * 401: the key is wrong, or it is right and not of this app. A call whose answer does not depend on the app id
 * tells which; for a key of another scope, a call which that scope allows.
 */
async function blameKey(http: ZendeskHttp, account: Account): Promise<readonly FieldProblem[]> {
  if (hasAppPrefix(account)) {
    const apps = await telling(http, listAppsCall(account));
    return apps.status === 403 || apps.status < 300
      ? [appUnknown]
      : [
          { field: "keyId", reasons: ["key_wrong"] },
          { field: "keySecret", reasons: ["key_wrong"] },
        ];
  }
  const webhooks = await telling(http, listWebhooksCall(account, account.integrationId));
  return webhooks.status < 300
    ? [keyNotAppScope]
    : [
        { field: "keyId", reasons: ["key_not_app_scope", "key_wrong"] },
        { field: "keySecret", reasons: ["key_wrong"] },
      ];
}

async function checkIntegration(http: ZendeskHttp, account: Account): Promise<readonly FieldProblem[]> {
  const answer = await telling(http, getIntegrationCall(account, account.integrationId));
  if (answer.status === 401 || answer.status === 403) {
    return [keyNotAppScope];
  }
  if (answer.status >= 300) {
    return [{ field: "integrationId", reasons: ["integration_unknown"] }];
  }
  const parsed = safeParse(integrationAnswer, answer.json);
  if (!parsed.success) {
    return [domainUnknown];
  }
  return parsed.data.integration.type === "custom"
    ? []
    : [{ field: "integrationId", reasons: ["integration_not_custom"] }];
}

/** What Update asks of Zendesk (see `setup-port.ts`). */
import { type CodedError, toCoded } from "../errors.ts";
import type { FieldProblem, SetupWarning } from "../protocol/console.ts";
import { cutOffBy, type ZendeskHttp } from "./http.ts";
import { blamesKeySecret, checkConversations, domainUnknown } from "./setup-conversations.ts";
import type { Setup, SetupRequest, SetupResult } from "./setup-port.ts";
import { blamesCredentials, checkSupport } from "./setup-support.ts";
import { ownWebhook, webhookWarnings } from "./setup-webhook.ts";
import { listSwitchboardIntegrations, listWebhooks } from "./sunco-admin.ts";
import { createSupportAccess } from "./support-access.ts";
import { syncGroupsOf } from "./sync-groups.ts";

/** By type, where the switchboard does not show it: documented since 17.10.2 (zendesk.md §5.2). */
const agentWorkspaceType = "zd:agentWorkspace";

/** What all calls of an Update may take; somebody waits for it, and the next Update of this bot too. */
const updateMs = 180_000;

export function createSetup({
  http: untimed,
  now,
  withinMs = updateMs,
}: {
  readonly http: ZendeskHttp;
  readonly now: () => number;
  /** Milliseconds; three minutes unless given. */
  readonly withinMs?: number;
}): Setup {
  const timed = () => cutOffBy(AbortSignal.timeout(withinMs), untimed);
  return {
    check: async (request) => {
      const http = timed();
      try {
        const problems = await findProblems(http, now, request);
        return problems.length > 0 ? { outcome: "refused", problems } : await accepted(http, now, request);
      } catch (error) {
        return withoutAnswer(toCoded(error), request);
      }
    },
    readWebhookSecret: async (account, webhookUrl) => {
      const webhooks = await listWebhooks(timed(), account, account.integrationId);
      return ownWebhook(webhooks, webhookUrl)?.secret ?? undefined;
    },
    syncGroups: (request) =>
      syncGroupsOf({ access: createSupportAccess(timed(), now), account: request.account }, request),
  };
}

/** Both halves are asked, so that one Update names everything; what is refused counts even if the other half is silent. */
async function findProblems(
  http: ZendeskHttp,
  now: () => number,
  request: SetupRequest,
): Promise<readonly FieldProblem[]> {
  const { account } = request;
  const [conversations, support] = await Promise.allSettled([
    checkConversations(http, account),
    checkSupport(http, createSupportAccess(http, now), account, now()),
  ]);
  const ofConversations = conversations.status === "fulfilled" ? conversations.value : [];
  const ofSupport = support.status === "fulfilled" ? support.value : [];
  // The one field that alone explains two refusals: the domain is another account's.
  const strangers = blamesKeySecret(ofConversations) && blamesCredentials(ofSupport);
  const problems = merged([...(strangers ? [domainUnknown] : []), ...ofConversations, ...ofSupport]);
  if (problems.length === 0) {
    for (const half of [conversations, support]) {
      if (half.status === "rejected") {
        throw half.reason;
      }
    }
  }
  return problems;
}

/** Each field once. */
function merged(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems.filter(
    (problem, index) => problems.findIndex(({ field }) => field === problem.field) === index,
  );
}

function withoutAnswer(error: CodedError, request: SetupRequest): SetupResult {
  if (error.code === "zendesk_host_refused") {
    return { outcome: "refused", problems: [{ field: "domain", reasons: ["host_refused"] }] };
  }
  if (error.code === "zendesk_credentials_refused") {
    // App and integration were shown, yet not the webhooks or the switchboard: the key's scope is too narrow.
    return { outcome: "refused", problems: [{ field: "keyId", reasons: ["key_not_app_scope"] }] };
  }
  if (error.code === "internal") {
    throw error;
  }
  return {
    outcome: "unreachable",
    host: new URL(request.account.origin).host,
    detail: error.message,
  };
}

async function accepted(http: ZendeskHttp, now: () => number, request: SetupRequest): Promise<SetupResult> {
  const { account, webhookUrl } = request;
  const webhooks = await listWebhooks(http, account, account.integrationId);
  const switchboard = await listSwitchboardIntegrations(http, account);
  const workspace = switchboard.find(({ integrationType }) => integrationType === agentWorkspaceType);
  const own = switchboard.find(({ integrationId }) => integrationId === account.integrationId);
  const secret = ownWebhook(webhooks, webhookUrl)?.secret ?? undefined;
  // Last, because it is the only step that changes something at Zendesk.
  const support = { access: createSupportAccess(http, now), account };
  const synced = await syncGroupsOf(support, request);
  const warnings: SetupWarning[] = [
    ...webhookWarnings(webhooks, webhookUrl, account.origin),
    ...(workspace === undefined ? [{ code: "agent_workspace_missing" } as const] : []),
    ...synced.warnings,
  ];
  return {
    outcome: "accepted",
    ...(secret === undefined ? {} : { webhookSecret: secret }),
    agentWorkspace: workspace?.id ?? agentWorkspaceType,
    ...(own === undefined ? {} : { ownSwitchboardIntegration: own.id }),
    groups: synced.groups,
    warnings,
  };
}

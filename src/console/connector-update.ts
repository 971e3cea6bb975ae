/** Update: reads the form, asks Zendesk, and saves only what Zendesk did not refuse. */
import type { ConnectorForm, FieldProblem, SetupWarning } from "../protocol/console.ts";
import type { SecretBox } from "../secrets/box.ts";
import type { Connector, Skill, Store } from "../store/port.ts";
import { openSecrets, withWebhookSecret } from "../zendesk/account.ts";
import type { NormalizedDomain } from "../zendesk/address-guard.ts";
import type { Setup, SetupRequest, SetupResult } from "../zendesk/setup-port.ts";
import { type CompleteForm, readForm } from "./connector-form.ts";
import { webhookUrl } from "./connector-view.ts";

export interface UpdateDeps {
  readonly store: Pick<Store, "bots" | "connectors">;
  readonly setup: Setup;
  readonly box: SecretBox;
  readonly normalizeDomain: (typed: string) => NormalizedDomain;
  readonly publicUrl: () => string;
  /** What a bot escalates to has changed: open livechats may have lost their operators. */
  readonly onLivechatChanged: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type UpdateResult =
  | { readonly outcome: "saved"; readonly connector: Connector; readonly createdGroups: readonly string[] }
  | { readonly outcome: "refused"; readonly problems: readonly FieldProblem[] }
  | { readonly outcome: "unreachable"; readonly host: string; readonly detail: string };

interface BotContext {
  readonly stored: Connector;
  readonly skills: readonly Skill[];
  readonly variables: readonly string[];
}

/** The whole form as typed. */
export async function updateConnector(
  deps: UpdateDeps,
  form: ConnectorForm,
  { stored, skills, variables }: BotContext,
): Promise<UpdateResult> {
  const storedSecrets = openSecrets(stored, deps.box);
  const { normalizeDomain } = deps;
  const reading = readForm(form, { stored, storedSecrets, variables, normalizeDomain });
  if ("problems" in reading) return { outcome: "refused", problems: reading.problems };
  return checkAndSave(deps, reading.complete, {
    stored,
    skills,
    groupChoices: form.groupChoices ?? {},
    saveUnchecked: form.saveUnchecked === true,
  });
}

/** "Try again": the stored form once more. */
export async function recheckConnector(
  deps: UpdateDeps,
  groupChoices: Readonly<Record<string, string>>,
  { stored, skills }: Pick<BotContext, "stored" | "skills">,
): Promise<UpdateResult> {
  const { keySecret, apiSecret } = openSecrets(stored, deps.box);
  const problems: FieldProblem[] = [];
  if (keySecret === undefined) problems.push({ field: "keySecret", reasons: ["required"] });
  if (apiSecret === undefined) {
    const field = stored.api.kind === "token" ? "apiToken" : "clientSecret";
    problems.push({ field, reasons: ["required"] });
  }
  if (keySecret === undefined || apiSecret === undefined) return { outcome: "refused", problems };
  const form: CompleteForm = { ...stored, secrets: { keySecret, apiSecret } };
  return checkAndSave(deps, form, { stored, skills, groupChoices, saveUnchecked: false });
}

interface SaveContext extends Omit<BotContext, "variables"> {
  readonly groupChoices: Readonly<Record<string, string>>;
  readonly saveUnchecked: boolean;
}

const taken: UpdateResult = {
  outcome: "refused",
  problems: [{ field: "integrationId", reasons: ["integration_taken"] }],
};

async function checkAndSave(
  deps: UpdateDeps,
  form: CompleteForm,
  { stored, skills, groupChoices, saveUnchecked }: SaveContext,
): Promise<UpdateResult> {
  // Asked before Zendesk is: a refused form must not have created groups there.
  if (await isTaken(deps.store, stored.botId, form)) return taken;
  const sameIntegration =
    form.origin === stored.origin &&
    form.appId === stored.appId &&
    form.integrationId === stored.integrationId;
  const known = form.origin === stored.origin ? stored.groups : [];
  const knownIds = Object.fromEntries(known.map(({ skillId, groupId }) => [skillId, groupId]));
  const request: SetupRequest = {
    account: accountOf(stored.id, form),
    webhookUrl: webhookUrl(deps.publicUrl(), stored.id),
    skills: skills.map(({ id, name }) => ({ id, name })),
    groupIds: { ...knownIds, ...groupChoices },
  };
  const result = await deps.setup.check(request);
  if (result.outcome === "refused") return result;
  if (result.outcome === "unreachable" && !saveUnchecked) return result;

  // Read again: while Zendesk was asked, the webhook's secret may have been renewed.
  const latest = (await deps.store.connectors.load(stored.id)) ?? stored;
  const base = withForm(latest, form, sameIntegration, deps.box);
  const connector =
    result.outcome === "unreachable"
      ? { ...base, groups: known, warnings: keptWarnings(base, sameIntegration) }
      : withResult(base, result, deps);
  if ((await deps.store.connectors.save(connector)) === "taken") return taken;
  deps.onLivechatChanged();
  const groups = result.outcome === "accepted" ? result.groups : [];
  const created = new Set(groups.filter((group) => group.created).map(({ skillId }) => skillId));
  return {
    outcome: "saved",
    connector,
    createdGroups: skills.filter(({ id }) => created.has(id)).map(({ name }) => name),
  };
}

/** Two bots cannot share an integration: it has one webhook. */
async function isTaken(
  store: UpdateDeps["store"],
  botId: string,
  { origin, integrationId }: CompleteForm,
): Promise<boolean> {
  for (const bot of await store.bots.list()) {
    const other = bot.id === botId ? undefined : await store.connectors.findByBot(bot.id);
    if (other?.origin === origin && other.integrationId === integrationId) return true;
  }
  return false;
}

function accountOf(connectorId: string, form: CompleteForm): SetupRequest["account"] {
  const { origin, appId, integrationId, keyId, api, secrets } = form;
  return {
    connectorId,
    origin,
    appId,
    integrationId,
    key: { id: keyId, secret: secrets.keySecret },
    api:
      api.kind === "token"
        ? { kind: "token", email: api.email, token: secrets.apiSecret }
        : { kind: "oauth", clientId: api.clientId, clientSecret: secrets.apiSecret },
  };
}

/** The form's fields over the stored ones. What was learnt about another integration is forgotten. */
function withForm(
  stored: Connector,
  form: CompleteForm,
  sameIntegration: boolean,
  box: SecretBox,
): Connector {
  const { agentWorkspace, ownSwitchboardIntegration, webhookSecret, checkedAt, ...rest } = stored;
  const learnt = {
    ...(agentWorkspace === undefined ? {} : { agentWorkspace }),
    ...(ownSwitchboardIntegration === undefined ? {} : { ownSwitchboardIntegration }),
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
    ...(checkedAt === undefined ? {} : { checkedAt }),
  };
  const bot = stored.botId;
  return {
    ...rest,
    ...(sameIntegration ? learnt : {}),
    origin: form.origin,
    appId: form.appId,
    integrationId: form.integrationId,
    keyId: form.keyId,
    api: form.api,
    senderId: form.senderId,
    secrets: {
      keySecret: box.seal(form.secrets.keySecret, { bot, field: "keySecret" }),
      apiSecret: box.seal(form.secrets.apiSecret, { bot, field: "apiSecret" }),
    },
    state: "unchecked",
  };
}

function keptWarnings(base: Connector, sameIntegration: boolean): string {
  return sameIntegration ? base.warnings : "[]";
}

function withResult(
  base: Connector,
  result: Extract<SetupResult, { outcome: "accepted" }>,
  { box, now }: UpdateDeps,
): Connector {
  const { ownSwitchboardIntegration: _before, ...rest } = base;
  const at = now();
  const checked: Connector = {
    ...rest,
    state: "checked",
    checkedAt: at,
    agentWorkspace: result.agentWorkspace,
    ...(result.ownSwitchboardIntegration === undefined
      ? {}
      : { ownSwitchboardIntegration: result.ownSwitchboardIntegration }),
    groups: result.groups.map(({ skillId, groupId, members }) => ({ skillId, groupId, members })),
    warnings: JSON.stringify(result.warnings satisfies readonly SetupWarning[]),
  };
  return result.webhookSecret === undefined
    ? checked
    : withWebhookSecret(checked, result.webhookSecret, box, at);
}

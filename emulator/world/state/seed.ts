/** The two accounts one can start from. */

import { AGENT_WORKSPACE, ANSWER_BOT } from "../messaging/switchboard.ts";
import { createGroup, joinGroup } from "../ticketing/people.ts";
import type { World } from "../world.ts";
import { defaultSettings, type Webhook } from "./entities.ts";
import { newSecret } from "./secrets.ts";

/** `demo` holds the sample integration with known credentials, `empty` one admin alone. */
export type Seed = "demo" | "empty";

/** Fixed in the demo account, so that what is linked to it stays linked after a reset. */
const demoIds = {
  appId: "5f0d1e2a3b4c5d6e7f809101",
  brandId: "55988942245529",
  switchboardId: "5f0d1e2a3b4c5d6e7f809102",
  agentWorkspace: "5f0d1e2a3b4c5d6e7f809103",
  answerBot: "5f0d1e2a3b4c5d6e7f809104",
  integrationId: "5f0d1e2a3b4c5d6e7f809105",
  webhookId: "5f0d1e2a3b4c5d6e7f809106",
  webhookSecret: "demo-shared-secret-4T9kQ2vX7mB1",
  keyId: "app_5f0d1e2a3b4c5d6e7f809107",
  keySecret: "demo-key-secret-8Zr5Wn3Lc6Yt",
  accountKeyId: "act_5f0d1e2a3b4c5d6e7f809108",
  accountKeySecret: "demo-account-secret-1Fx6Yq0Vd5Hm",
  apiToken: "demo-api-token-2Hs7Pd9Jf4Gq",
  oauthClient: "demo_livechat_connector",
  oauthSecret: "demo-oauth-secret-6Kv1Xb8Rm3Nw",
};

function freshIds(world: World): typeof demoIds {
  const secret = () => newSecret(24);
  return {
    appId: world.newId(),
    brandId: String(world.newNumber("other")),
    switchboardId: world.newId(),
    agentWorkspace: world.newId(),
    answerBot: world.newId(),
    integrationId: world.newId(),
    webhookId: world.newId(),
    webhookSecret: secret(),
    keyId: `app_${world.newId()}`,
    keySecret: secret(),
    accountKeyId: `act_${world.newId()}`,
    accountKeySecret: secret(),
    apiToken: secret(),
    oauthClient: `client_${world.newId()}`,
    oauthSecret: secret(),
  };
}

const operators = {
  demo: [
    { name: "Alex Admin", email: "admin@example.com", role: "admin" },
    { name: "Camille Laurent", email: "camille@example.com", role: "agent" },
    { name: "Sam Okafor", email: "sam@example.com", role: "agent" },
  ],
  empty: [{ name: "Alex Admin", email: "admin@example.com", role: "admin" }],
} as const satisfies Record<Seed, readonly { name: string; email: string; role: "admin" | "agent" }[]>;

/** Points the demo integration's webhook to another address; undefined in another account. */
export function retargetDemo(world: World, target: string): Webhook | undefined {
  const webhook = world.webhooks.get(demoIds.webhookId);
  return webhook === undefined ? undefined : world.webhooks.put({ ...webhook, target });
}

/** For those who try things: nothing to switch on, to join or to wait for first. */
const demoSettings = { apiTokenAccess: true, autoJoinNewGroups: true, searchLagSeconds: 0 };

const DEMO_TARGET = "http://127.0.0.1:8080/webhooks/zendesk/demo";

/** Replaces everything with the chosen account; where the demo webhook points is kept. */
export function seedWorld(world: World, seed: Seed): void {
  const target =
    world.webhooks.get(demoIds.webhookId)?.target ?? world.accounts.get("account")?.demoTarget ?? DEMO_TARGET;
  world.load({});
  const demo = seed === "demo";
  const ids = demo ? demoIds : freshIds(world);
  world.accounts.put({
    id: "account",
    seed,
    appId: ids.appId,
    brandId: ids.brandId,
    name: demo ? "Zendesk emulator" : "Fresh account",
    switchboardId: ids.switchboardId,
    accountKey: { id: ids.accountKeyId, secret: ids.accountKeySecret },
    demoTarget: target,
    signingKey: newSecret(32),
    settings: demo ? { ...defaultSettings, ...demoSettings } : defaultSettings,
  });
  for (const [id, name, integrationType] of [
    [ids.agentWorkspace, "zd-agentWorkspace", AGENT_WORKSPACE],
    [ids.answerBot, "zd-answerBot", ANSWER_BOT],
  ] as const) {
    const integrationId = world.newId();
    world.switchboardIntegrations.put({
      id,
      name,
      integrationId,
      integrationType,
      deliverStandbyEvents: false,
    });
  }
  const people = operators[seed].map((person) =>
    world.people.put({
      ...person,
      id: world.newNumber("other"),
      locale: "en-US",
      availability: "online",
      createdAt: world.clock.now(),
    }),
  );
  const support = createGroup(world, { name: "Support" });
  for (const person of people) joinGroup(world, person.id, support.id);

  world.keys.put({
    id: ids.keyId,
    secret: ids.keySecret,
    displayName: "Livechat connector",
    createdAt: world.clock.now(),
  });
  const [admin] = people;
  if (admin !== undefined) {
    world.apiTokens.put({
      id: world.newId(),
      token: ids.apiToken,
      creatorId: admin.id,
      description: "Livechat connector",
      createdAt: world.clock.now(),
    });
    world.oauthClients.put({
      id: ids.oauthClient,
      number: world.newNumber("other"),
      secret: ids.oauthSecret,
      userId: admin.id,
      name: "Livechat connector",
      description: "",
      redirectUris: [],
      createdAt: world.clock.now(),
    });
  }
  if (!demo) return;
  world.integrations.put({
    id: ids.integrationId,
    type: "custom",
    displayName: "Dydu livechat",
    status: "active",
  });
  world.webhooks.put({
    id: ids.webhookId,
    integrationId: ids.integrationId,
    target,
    triggers: ["conversation:message"],
    secret: ids.webhookSecret,
    includeFullUser: true,
    includeFullSource: true,
  });
}

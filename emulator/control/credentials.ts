/** What a connector's form asks for, taken from the account. */
import { staff } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";

/** Ids, keys and tokens; null where the account has none. `domain` and `origin` are the emulator's own address. */
export function credentials(world: World) {
  const { appId, seed, accountKey } = world.account();
  const integration = world.integrations.all().find(({ type }) => type === "custom");
  const [webhook] = world.webhooks.all();
  const key = world.keys.all().find(({ integrationId }) => integrationId === undefined);
  const [apiToken] = world.apiTokens.all();
  const [client] = world.oauthClients.all();
  return {
    seed,
    origin: world.origin(),
    domain: world.origin(),
    appId,
    integrationId: integration?.id ?? null,
    keyId: key?.id ?? null,
    keySecret: key?.secret ?? null,
    accountKeyId: accountKey?.id ?? null,
    accountKeySecret: accountKey?.secret ?? null,
    email: apiToken === undefined ? null : (world.people.get(apiToken.creatorId)?.email ?? null),
    apiToken: apiToken?.token ?? null,
    oauth: client === undefined ? null : { clientId: client.id, clientSecret: client.secret },
    webhookId: webhook?.id ?? null,
    webhookSecret: webhook?.secret ?? null,
    groups: world.groups.all().map(({ id, name, deleted }) => ({ id: String(id), name, deleted })),
    agents: staff(world).map(({ id, name, email, role }) => ({ id: String(id), name, email, role })),
  };
}

/** The connector that escalations of a bot go through. */
import type { Connector, Store } from "../store/port.ts";

/** Undefined while the bot escalates to nobody, or its connector was never saved. */
export async function workingConnector(
  store: Pick<Store, "bots" | "connectors">,
  botId: string,
): Promise<Connector | undefined> {
  const bot = await store.bots.load(botId);
  if (bot?.escalationType !== "ZENDESK") return undefined;
  const connector = await store.connectors.findByBot(botId);
  return connector === undefined || connector.state === "empty" ? undefined : connector;
}

/**
 * Names the account whose conversations a connector reaches: with another one, those of before are out of reach. By its
 * app: an account that is given another domain name keeps it, with all conversations.
 */
export function accountName({ appId }: Pick<Connector, "appId">): string {
  return appId;
}

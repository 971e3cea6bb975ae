/** Webhook deliveries as Zendesk would make them, from the test itself. */
import { demoConnectorId } from "../../demo/seed.ts";
import type { System } from "./system.ts";

/** Posts a body and gives the status. */
export async function deliver(
  system: System,
  body: string,
  headers: Record<string, string>,
  connector: string = demoConnectorId,
): Promise<number> {
  const answer = await fetch(`${system.url}/webhooks/zendesk/${connector}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** A counter of the server's. */
export async function metric(system: System, name: string): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  const line = text
    .split("\n")
    .find((candidate) => candidate.startsWith(`${name} `) || candidate.startsWith(`${name}{`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

let eventCount = 0;

/** An event as Zendesk would send it for a message of an operator. */
export function operatorMessage(
  conversationId: string,
  text: string,
  overrides: { messageId?: string; metadata?: Record<string, string> } = {},
) {
  eventCount += 1;
  return {
    id: `event-${eventCount}`,
    createdAt: new Date().toISOString(),
    type: "conversation:message",
    payload: {
      conversation: {
        id: conversationId,
        type: "personal",
        brandId: "1",
        metadata: overrides.metadata ?? {},
      },
      message: {
        id: overrides.messageId ?? `message-${eventCount}`,
        received: new Date().toISOString(),
        author: { type: "business", displayName: "Ann", subtypes: ["agent"] },
        content: { type: "text", text },
        source: { type: "zd:agentWorkspace" },
        metadata: { "__zendesk_msg.agent.id": "7" },
      },
    },
  };
}

export function envelope(...events: readonly unknown[]): string {
  return JSON.stringify({ app: { id: "a" }, webhook: { id: "w", version: "v2" }, events });
}

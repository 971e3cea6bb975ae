/** For tests: an account of Zendesk that no test reaches. */
import type { DeskAccount } from "./desk.ts";

export function deskAccountOf(connectorId: string): DeskAccount {
  return {
    connectorId,
    origin: "https://acme.zendesk.com",
    appId: "app",
    integrationId: "integration",
    key: { id: "key", secret: "secret" },
    api: { kind: "token", email: "a@example.com", token: "token" },
    agentWorkspace: "zd:agentWorkspace",
  };
}

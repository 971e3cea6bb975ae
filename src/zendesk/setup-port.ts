/** What "Update" asks of Zendesk: is the account right, and does every skill have its group. */
import type { FieldProblem, SetupWarning } from "../protocol/console.ts";
import type { DeskAccount } from "./desk.ts";

export interface SetupRequest {
  /** `agentWorkspace` and `ownSwitchboardIntegration` are what the check finds out. */
  readonly account: Omit<DeskAccount, "agentWorkspace" | "ownSwitchboardIntegration">;
  readonly webhookUrl: string;
  readonly skills: readonly { readonly id: string; readonly name: string }[];
  /** Chosen or known group id by skill id. */
  readonly groupIds: Readonly<Record<string, string>>;
}

export interface SkillGroup {
  readonly skillId: string;
  readonly groupId: string;
  readonly members: number;
  readonly created: boolean;
}

export type SetupResult =
  | { readonly outcome: "refused"; readonly problems: readonly FieldProblem[] }
  | { readonly outcome: "unreachable"; readonly host: string; readonly detail: string }
  | {
      readonly outcome: "accepted";
      /** The webhook's shared secret; absent when no webhook of the integration is ours. */
      readonly webhookSecret?: string;
      readonly agentWorkspace: string;
      readonly ownSwitchboardIntegration?: string;
      readonly groups: readonly SkillGroup[];
      readonly warnings: readonly SetupWarning[];
    };

export interface Setup {
  check: (request: SetupRequest) => Promise<SetupResult>;
  /** Reads the secret of the webhook that points at us; undefined when there is none. Fails like a desk call. */
  readWebhookSecret: (account: DeskAccount, webhookUrl: string) => Promise<string | undefined>;
  /** Creates the groups that are missing, each skill on its own: what fails becomes a warning. */
  syncGroups: (
    request: SetupRequest,
  ) => Promise<{ groups: readonly SkillGroup[]; warnings: readonly SetupWarning[] }>;
}

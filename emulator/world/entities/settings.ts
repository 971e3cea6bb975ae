/** The switches in which Zendesk accounts differ, or in which what is known of Zendesk disagrees. */
import * as z from "zod";

export const Settings = z.object({
  /** Who answers a conversation that nobody controls. */
  defaultResponder: z.enum(["agentWorkspace", "zendeskBot", "none"]),
  /** Sources disagree (zendesk.md §5.4): with the first user message, or when control is passed. */
  ticketBornAt: z.enum(["firstUserMessage", "passControl"]),
  multiConversations: z.boolean(),
  privateAttachments: z.boolean(),
  /** Whether `dataCapture.systemField.group_id` is honoured. */
  groupMetadata: z.enum(["honoured", "ignored"]),
  /** "Allow API token access". */
  apiTokenAccess: z.boolean(),
  /** API tokens as after 2027-04-30 (zendesk.md §1). */
  apiTokensRetired: z.boolean(),
  /** Off: when an operator ends a session only control moves. */
  endSessionActivityMessage: z.boolean(),
  /** Operators join every group that is created: a convenience of the demo account. */
  autoJoinNewGroups: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

/** The account as Zendesk delivers it, or as the facts guess. */
export const defaultSettings: Settings = {
  defaultResponder: "agentWorkspace",
  ticketBornAt: "firstUserMessage",
  multiConversations: true,
  privateAttachments: true,
  groupMetadata: "honoured",
  apiTokenAccess: true,
  apiTokensRetired: false,
  endSessionActivityMessage: true,
  autoJoinNewGroups: false,
};

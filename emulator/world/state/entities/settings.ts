/** The switches in which Zendesk accounts differ, or in which what is known of Zendesk disagrees. */
import * as z from "zod";

export const Settings = z.object({
  /** Who answers a conversation that nobody controls; `custom` is the account's `defaultSeatId`. */
  defaultResponder: z.enum(["agentWorkspace", "zendeskBot", "custom", "none"]),
  /** Sources disagree (zendesk.md §5.4): with the first user message, or when control is passed. */
  ticketBornAt: z.enum(["firstUserMessage", "passControl"]),
  multiConversations: z.boolean(),
  privateAttachments: z.boolean(),
  /** Whether `dataCapture.systemField.group_id` is honoured. */
  groupMetadata: z.enum(["honoured", "ignored"]),
  /** "Allow API token access", off until somebody allows it (zendesk.md §1). */
  apiTokenAccess: z.boolean(),
  /** API tokens as after 2027-04-30 (zendesk.md §1). */
  apiTokensRetired: z.boolean(),
  /** Off: when an operator ends a session only control moves. */
  endSessionActivityMessage: z.boolean(),
  /** Operators join every group that is created: a convenience of the demo account. */
  autoJoinNewGroups: z.boolean(),
  /** Not documented (zendesk.md §3.1): whether an operator's typing reaches webhooks. */
  agentTypingEvents: z.boolean(),
  /** Not documented: what an operator's formatting produces beside the plain `text`. */
  agentTextFormat: z.enum(["text", "htmlText", "markdownText"]),
  /** Sources disagree (zendesk.md §5.6): whether control moves when a ticket is closed or its session ended. */
  controlAfterEnd: z.enum(["returned", "kept"]),
  /** Sources disagree (zendesk.md §§4, 5.6): the ticket of the next message after a session was ended. */
  ticketAfterEndedSession: z.enum(["new", "same"]),
  /** Not documented (zendesk.md §5.2): whether a control call that fails says so itself, or only by its event. */
  controlFailures: z.enum(["answered", "eventOnly"]),
  /** The default automation: solved tickets are closed after four days (zendesk.md §5.6). */
  closeSolvedAfterFourDays: z.boolean(),
  /** The trigger that administrators add to hand back at once (zendesk.md §5.6). */
  closeSolvedAtOnce: z.boolean(),
  /** Whoever solves a ticket that nobody has becomes its assignee; off: Zendesk solves none without one (zendesk.md §6). */
  assignOnSolve: z.boolean(),
  /** The standard messaging triggers, inactive as Zendesk delivers them (zendesk.md §5.6). */
  offlineMessage: z.boolean(),
  contactDetailsForm: z.boolean(),
  firstReplyMessage: z.boolean(),
  queueMessage: z.boolean(),
  /** Sources disagree (zendesk.md §3.1): `__zendesk_msg.agent.id` of what a trigger sends. */
  automaticAgentId: z.enum(["__trigger", "missing"]),
  /** Whether a satisfaction survey follows the end. */
  satisfactionSurvey: z.boolean(),
  /** Not documented (zendesk.md §4): whether a message that a program deletes leaves something in the list. */
  deletedMessages: z.enum(["gone", "placeholder"]),
  /** How long the list of messages lags behind what was written: a fault of the network's, not documented. */
  messageListLagMs: z.number().min(0).max(3_600_000),
  /** The plan, which says how many calls a minute Support allows (zendesk.md §2). */
  supportPlan: z.enum(["team", "growth", "professional", "enterprise", "enterprisePlus", "unlimited"]),
  /** Seconds until a search finds what is new or changed: "up to a few minutes" (zendesk.md §2). */
  searchLagSeconds: z.number().min(0).max(86_400),
});
export type Settings = z.infer<typeof Settings>;

/** The account as Zendesk delivers it, or as the facts guess. */
export const defaultSettings: Settings = {
  defaultResponder: "agentWorkspace",
  ticketBornAt: "firstUserMessage",
  multiConversations: true,
  privateAttachments: true,
  groupMetadata: "honoured",
  apiTokenAccess: false,
  apiTokensRetired: false,
  endSessionActivityMessage: true,
  autoJoinNewGroups: false,
  agentTypingEvents: true,
  agentTextFormat: "htmlText",
  controlAfterEnd: "returned",
  ticketAfterEndedSession: "new",
  controlFailures: "answered",
  closeSolvedAfterFourDays: true,
  closeSolvedAtOnce: false,
  assignOnSolve: true,
  offlineMessage: false,
  contactDetailsForm: false,
  firstReplyMessage: false,
  queueMessage: false,
  automaticAgentId: "__trigger",
  satisfactionSurvey: false,
  deletedMessages: "gone",
  messageListLagMs: 0,
  // Sunshine Conversations needs Suite Professional.
  supportPlan: "professional",
  // Up to some minutes; the demo account finds at once, for those who try things.
  searchLagSeconds: 60,
};

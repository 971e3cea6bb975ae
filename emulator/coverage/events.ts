/** What of the webhook events the emulator sends. */
import type { Covered } from "./coverage.ts";

const EVENTS = "world/messaging/events.test.ts";
const CONTROL = "world/messaging/handover.test.ts";

const event = (what: string, tests: readonly string[], rest: Partial<Covered> = {}): Covered => ({
  what,
  status: rest.differs === undefined ? "whole" : "partial",
  source: "zendesk.md §3",
  tests,
  ...rest,
});
/** Complete, with a guess where nothing is documented. */
const guessed = (
  what: string,
  tests: readonly string[],
  differs: string,
  source = "zendesk.md §3",
): Covered => event(what, tests, { status: "whole", differs, source });
const notStarted = (what: string, differs: string): Covered => ({
  what,
  status: "not started",
  source: "zendesk.md §3",
  tests: [],
  differs,
});

const failure = (call: string, when: string): Covered =>
  guessed(
    `switchboard:${call}:failure`,
    [CONTROL],
    `Sent ${when}. Whether the call itself is refused as well is not documented: a switch.`,
    "zendesk.md §5.2",
  );

const CHANNELS =
  "There is no channel behind a client: what is sent there arrives at once, unless the client is blocked or the content is a form.";
const LINKING =
  "Linking that the user has to confirm stays pending: there is no channel to confirm it on, hence no failed, cancelled or stolen link.";

export const eventCoverage: readonly Covered[] = [
  event("client:add", [EVENTS], {
    differs: "By linking through the API only; there is no SDK to log in to.",
  }),
  event("client:remove", [EVENTS], { differs: `By API only. ${LINKING}` }),
  event("client:update", [EVENTS], { differs: `Reason \`confirmed\` only. ${LINKING}` }),
  event("conversation:create", [EVENTS], {
    differs:
      "Reason `none` only: a conversation is created by API, never by a widget, a channel or a campaign.",
  }),
  event("conversation:join", [EVENTS]),
  event("conversation:leave", [EVENTS]),
  event(
    "conversation:message",
    ["webhooks/sender.test.ts", "world/ticketing/sessions.test.ts", "world/world.prop.test.ts"],
    {
      source: "zendesk.md §3.1",
      differs:
        "No `recentNotifications`: the Notification API is not there. The exact metadata of operators' and automatic messages is observed in public clients, not documented.",
    },
  ),
  event("conversation:message:delivery:channel", [EVENTS], { source: "zendesk.md §3.1", differs: CHANNELS }),
  event("conversation:message:delivery:failure", [EVENTS], { source: "zendesk.md §3.1", differs: CHANNELS }),
  event("conversation:message:delivery:user", [EVENTS], { source: "zendesk.md §3.1", differs: CHANNELS }),
  guessed("conversation:postback", [EVENTS], "A visitor's button is pressed by remote control."),
  guessed("conversation:read", [EVENTS], "By API, or for the visitor by remote control."),
  notStarted("conversation:referral", "Referral links belong to channels that the emulator does not have."),
  event("conversation:remove", [EVENTS]),
  guessed(
    "conversation:typing",
    [EVENTS],
    "Whether an operator's typing reaches webhooks is not documented: a switch.",
    "zendesk.md §3.1",
  ),
  notStarted("passthrough:messaging", "Raw events of channels that the emulator does not have."),
  event("switchboard:acceptControl", [CONTROL], { source: "zendesk.md §5.2" }),
  failure("acceptControl", "when no control was offered"),
  event("switchboard:offerControl", [CONTROL], { source: "zendesk.md §5.2" }),
  failure("offerControl", "when the target is unknown, ambiguous or in control already"),
  guessed(
    "switchboard:passControl",
    [CONTROL, "webhooks/sender.test.ts"],
    "Which integrations hear of it is inferred: the one that had control, the one that has it, and those that are not on standby.",
    "zendesk.md §5.2",
  ),
  failure("passControl", "when the target is unknown or ambiguous, or there is no next"),
  guessed(
    "switchboard:releaseControl",
    [CONTROL, EVENTS, "webhooks/sender.test.ts"],
    "That Agent Workspace releases control at the end, and with which reason, is inferred; a switch keeps control where it is.",
    "zendesk.md §5.6",
  ),
  event("user:merge", [EVENTS], {
    source: "zendesk.md §7",
    differs:
      "Conversations and clients move to the surviving user; they are never merged with one another, hence no `mergedConversations` and `mergedClients`.",
  }),
  event("user:remove", [EVENTS]),
  event("user:update", [EVENTS], {
    differs: "Reason `authentication` only; the locale of messages is not detected.",
  }),
];

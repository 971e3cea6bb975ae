/** What of Sunshine Conversations v2 the emulator does, operation by operation. */
import type { Covered } from "./coverage.ts";

const APP = "/sc/v2/apps/{appId}";
const CONVERSATION = `${APP}/conversations/{conversationId}`;
const USER = `${APP}/users/{userIdOrExternalId}`;
const INTEGRATION = `${APP}/integrations/{integrationId}`;
const SWITCHBOARD = `${APP}/switchboards/{switchboardId}`;

type Rest = Partial<Pick<Covered, "status" | "source" | "differs">>;

const covered = (what: string, tests: string | readonly string[], rest: Rest = {}): Covered => ({
  what,
  status: rest.differs === undefined ? "whole" : "partial",
  source: "zendesk.md §4",
  tests: (typeof tests === "string" ? [tests] : tests).map((test) =>
    test.includes("/") ? `${test}.test.ts` : `sunco/${test}.test.ts`,
  ),
  ...rest,
});
/** Complete, with a guess where nothing is documented. */
const guessed = (
  what: string,
  tests: string | readonly string[],
  differs: string,
  source?: string,
): Covered => covered(what, tests, { status: "whole", differs, ...(source === undefined ? {} : { source }) });
const notStarted = (what: string, differs: string): Covered => ({
  what,
  status: "not started",
  source: "zendesk.md §1",
  tests: [],
  differs,
});

const ONE_APP = "There is one app, and the wording of most refusals is not documented.";

const apps: readonly Covered[] = [
  covered("GET /sc/v2/apps", "apps", { source: "zendesk.md §1", differs: "Lists the one app there is." }),
  covered("POST /sc/v2/apps", "apps", {
    source: "zendesk.md §1",
    differs: "Always refused with 402: the account has the one app its plan allows.",
  }),
  guessed(
    `GET ${APP}`,
    ["apps", "sunco"],
    "An id of another app is answered with 404; what the real service says to a key of one app about another is not known.",
    "zendesk.md §1",
  ),
  covered(`PATCH ${APP}`, "apps", {
    source: "zendesk.md §1",
    differs: `Of the settings only multiConvoEnabled changes anything; the others are kept and shown. ${ONE_APP}`,
  }),
  notStarted(`DELETE ${APP}`, "The account has one app, which cannot be taken from it."),
  guessed(`POST ${APP}/keys`, "keys", "The refusal of the eleventh key is a guess.", "zendesk.md §1"),
  covered(`GET ${APP}/keys`, "keys", { source: "zendesk.md §1" }),
  covered(`GET ${APP}/keys/{keyId}`, "keys", { source: "zendesk.md §1" }),
  covered(`DELETE ${APP}/keys/{keyId}`, "keys", { source: "zendesk.md §1" }),
  covered("GET /sc/v2/tokenInfo", "apps", {
    source: "zendesk.md §1",
    differs: "Takes keys and JWTs; access tokens of technology partners are not issued.",
  }),
  notStarted("GET /sc/oauth/authorize", "For technology partners of Zendesk."),
  notStarted("POST /sc/oauth/token", "For technology partners of Zendesk."),
  notStarted("DELETE /sc/oauth/authorization", "For technology partners of Zendesk."),
];

const users: readonly Covered[] = [
  covered(`POST ${APP}/users`, ["users", "sunco"]),
  guessed(
    `GET ${APP}/users`,
    "users",
    "Identities come from sync alone: nobody logs in by JWT or help center here.",
  ),
  covered(`GET ${USER}`, ["users", "sunco"]),
  covered(`PATCH ${USER}`, "users"),
  covered(`DELETE ${USER}`, "users"),
  covered(`DELETE ${USER}/personalinformation`, "users"),
  guessed(
    `POST ${APP}/users/{zendeskId}/sync`,
    "users",
    "A link to Support comes from a ticket as well as from a login. Which part of a name is the surname, and how an e-mail is marked as verified, are guesses.",
  ),
  covered(`GET ${USER}/clients`, "clients"),
  covered(`POST ${USER}/clients`, "clients", {
    differs:
      "No channel is behind a client: an immediate link is confirmed at once, any other stays pending, and the message of a confirmation is not sent.",
  }),
  covered(`DELETE ${USER}/clients/{clientId}`, "clients", { differs: "There is no client of type sdk." }),
  covered(`GET ${USER}/devices`, "clients", { differs: "Nobody uses an SDK here, so the list is empty." }),
  covered(`GET ${USER}/devices/{deviceId}`, "clients", { differs: "Nobody uses an SDK here: always 404." }),
];

const conversations: readonly Covered[] = [
  guessed(
    `POST ${APP}/conversations`,
    ["conversations", "sunco"],
    "Whether a user may have a second conversation is a switch; the words of the refusal are a guess.",
  ),
  covered(`GET ${APP}/conversations`, "conversations"),
  covered(`GET ${CONVERSATION}`, "conversations"),
  covered(`PATCH ${CONVERSATION}`, ["conversations", "sunco"]),
  covered(`DELETE ${CONVERSATION}`, ["conversations", "sunco"]),
  guessed(`POST ${CONVERSATION}/join`, "conversations", "A user who is there already is answered with 201."),
  covered(`GET ${CONVERSATION}/participants`, "conversations"),
  guessed(
    `POST ${CONVERSATION}/leave`,
    "conversations",
    "Leaving a personal conversation is refused with 400, which is a guess.",
  ),
  covered(`POST ${CONVERSATION}/messages`, ["messages", "content", "sunco"], {
    differs:
      "Overrides, native templates and the shorthand of buttons are accepted and sent nowhere; of markdown the common marks become HTML; the address of a foreign file is not fetched, so its type and size stay unknown.",
  }),
  covered(`GET ${CONVERSATION}/messages`, ["messages", "sunco"], { source: "zendesk.md §2" }),
  covered(`DELETE ${CONVERSATION}/messages`, "messages"),
  guessed(
    `DELETE ${CONVERSATION}/messages/{messageId}`,
    "messages",
    "Whether the message is gone or leaves a placeholder is a switch; it is not documented.",
  ),
  guessed(
    `POST ${CONVERSATION}/activity`,
    ["messages", "sunco"],
    "Whether it reaches operators is not documented.",
  ),
  covered(`POST ${CONVERSATION}/passControl`, ["sunco"], { source: "zendesk.md §5.2" }),
  covered(`POST ${CONVERSATION}/offerControl`, ["world/messaging/handover"], { source: "zendesk.md §5.2" }),
  covered(`POST ${CONVERSATION}/acceptControl`, ["sunco"], { source: "zendesk.md §5.2" }),
  covered(`POST ${CONVERSATION}/releaseControl`, ["sunco"], { source: "zendesk.md §5.2" }),
  notStarted(`POST ${CONVERSATION}/download`, "For Apple's channel only."),
  notStarted(`POST ${CONVERSATION}/conversionEvents`, "For Meta's channels only."),
];

const files: readonly Covered[] = [
  guessed(
    `POST ${APP}/attachments`,
    ["attachments", "sunco"],
    "Every type of file is taken; the list of refused ones is not known.",
  ),
  covered(`POST ${APP}/attachments/remove`, "attachments", {
    differs: "The file is gone at once, not after the cache's quarter of an hour.",
  }),
  guessed(
    "GET /sc/attachments/v2/{id}/{name}",
    ["attachments", "sunco"],
    "Whether files are private is a switch; credentials of either API open them.",
  ),
  covered("GET /sc/attachments/conversations/{conversationId}/{id}/{name}", "attachments"),
  guessed(
    "GET /sc/downloads/{id}/{name}",
    ["attachments", "sunco"],
    "Where a private file's address leads is not documented; this link works for ten minutes.",
  ),
];

const CHANNELS =
  "Types other than custom are kept as plain data: no channel is connected, and their credentials are not tried.";
const integrations: readonly Covered[] = [
  covered(`POST ${APP}/integrations`, "integrations", { source: "zendesk.md §3", differs: CHANNELS }),
  covered(`GET ${APP}/integrations`, ["integrations", "sunco"], { source: "zendesk.md §3" }),
  covered(`GET ${INTEGRATION}`, "integrations", { source: "zendesk.md §3" }),
  covered(`PATCH ${INTEGRATION}`, "integrations", { source: "zendesk.md §3", differs: CHANNELS }),
  guessed(
    `DELETE ${INTEGRATION}`,
    "integrations",
    "Its seat in the switchboard goes with it, which is a guess; channels of Admin Center that cannot be deleted do not exist here.",
    "zendesk.md §3",
  ),
  guessed(`POST ${INTEGRATION}/keys`, "keys", "The refusal of the eleventh key is a guess.", "zendesk.md §1"),
  covered(`GET ${INTEGRATION}/keys`, "keys", { source: "zendesk.md §1" }),
  covered(`GET ${INTEGRATION}/keys/{keyId}`, "keys", { source: "zendesk.md §1" }),
  covered(`DELETE ${INTEGRATION}/keys/{keyId}`, "keys", { source: "zendesk.md §1" }),
  guessed(
    `POST ${INTEGRATION}/webhooks`,
    "webhooks",
    "Plain http is taken for this machine. The words of the refusals are guesses.",
    "zendesk.md §3",
  ),
  covered(`GET ${INTEGRATION}/webhooks`, ["webhooks", "sunco"], { source: "zendesk.md §3" }),
  covered(`GET ${INTEGRATION}/webhooks/{webhookId}`, "webhooks", { source: "zendesk.md §3" }),
  covered(`PATCH ${INTEGRATION}/webhooks/{webhookId}`, "webhooks", { source: "zendesk.md §3" }),
  covered(`DELETE ${INTEGRATION}/webhooks/{webhookId}`, "webhooks", { source: "zendesk.md §3" }),
];

const BOARD = { source: "zendesk.md §5.1" };
const switchboards: readonly Covered[] = [
  covered(`POST ${APP}/switchboards`, "switchboards", BOARD),
  covered(`GET ${APP}/switchboards`, ["switchboards", "sunco"], BOARD),
  covered(`PATCH ${SWITCHBOARD}`, "switchboards", BOARD),
  covered(`DELETE ${SWITCHBOARD}`, "switchboards", BOARD),
  guessed(
    `POST ${SWITCHBOARD}/switchboardIntegrations`,
    "switchboards",
    "Any integrationType is taken, since none can be installed from the marketplace here.",
    "zendesk.md §5.1",
  ),
  covered(`GET ${SWITCHBOARD}/switchboardIntegrations`, ["switchboards", "sunco"], BOARD),
  covered(`PATCH ${SWITCHBOARD}/switchboardIntegrations/{switchboardIntegrationId}`, "switchboards", BOARD),
  guessed(
    `DELETE ${SWITCHBOARD}/switchboardIntegrations/{switchboardIntegrationId}`,
    "switchboards",
    "The default, and one that another calls its next, are refused with 400; the status is a guess.",
    "zendesk.md §5.1",
  ),
];

export const conversationsCoverage: readonly Covered[] = [
  ...apps,
  ...users,
  ...conversations,
  ...files,
  ...integrations,
  ...switchboards,
];

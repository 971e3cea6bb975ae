/** What of the Support API and OAuth the emulator does, operation by operation. */
import type { Covered } from "./coverage.ts";

const API = "/api/v2";
type Rest = Partial<Pick<Covered, "status" | "source" | "differs">>;

/** `differs` makes it partial unless `rest` says that it is only a guess. */
const covered = (what: string, tests: string | readonly string[], rest: Rest = {}): Covered => {
  const [method = "", path = ""] = what.split(" ");
  return {
    what: path.startsWith("/oauth/") || path.startsWith(API) ? what : `${method} ${API}${path}`,
    status: rest.differs === undefined ? "whole" : "partial",
    source: "zendesk.md §6",
    tests: (typeof tests === "string" ? [tests] : tests).map((test) => `support/${test}.test.ts`),
    ...rest,
  };
};
/** Complete, with a guess where nothing is documented. */
const guessed = (
  what: string,
  tests: string | readonly string[],
  differs: string,
  source = "zendesk.md §6",
) => covered(what, tests, { status: "whole", differs, source });
const notStarted = (what: string, differs: string): Covered => ({
  what,
  status: "not started",
  source: "zendesk.md §6",
  tests: [],
  differs,
});

const NULLS =
  "Fields without a value are null, as real answers have them, also where the OpenAPI file allows no null.";
const PERSON = `${NULLS} Photo, time zone, organization, custom role and user fields are constants.`;
const TICKET = `${NULLS} No organizations, forms, brands beyond the one, custom statuses, followers, e-mail CCs, problems or due dates.`;
const IDENTITY =
  "The messaging identity's type is taken from what the service shows; the OpenAPI file does not name it. No verification e-mail is sent.";

const users: readonly Covered[] = [
  guessed(
    "GET /users/me",
    ["support", "users"],
    "A call without credentials is answered 200 with a user whose id is null (inferred).",
  ),
  covered("GET /users", "users", { differs: `${PERSON} No filter by permission set.` }),
  covered("GET /users/count", "users"),
  covered("GET /users/search", ["users", "search"], {
    differs: `${PERSON} Finds what is new after \`searchLagSeconds\`; later changes of a person at once.`,
  }),
  covered("GET /users/autocomplete", "users", { differs: PERSON }),
  covered("GET /users/show_many", "users", { differs: PERSON }),
  covered("GET /users/{id}", "users", { differs: PERSON }),
  covered("GET /users/{id}/related", "users", { differs: "CCs and organizations count nothing." }),
  covered("POST /users", "users", { differs: `${PERSON} No identities or organization along with it.` }),
  covered("POST /users/create_or_update", "users", { differs: PERSON, source: "zendesk.md §2" }),
  covered("PUT /users/{id}", "users", { differs: PERSON }),
  covered("DELETE /users/{id}", "users", {
    differs: "Who has tickets that are not closed is refused, with words that are guessed. No restoring.",
  }),
  covered("PUT /users/{id}/merge", "users", { differs: "At once, where Zendesk takes its time." }),
  guessed("GET /users/{id}/identities", "users", IDENTITY, "zendesk.md §4"),
  guessed("POST /users/{id}/identities", "users", IDENTITY),
  guessed("GET /users/{id}/identities/{second_id}", "users", IDENTITY),
  guessed("PUT /users/{id}/identities/{second_id}", "users", IDENTITY),
  guessed("PUT /users/{id}/identities/{second_id}/make_primary", "users", IDENTITY),
  guessed("PUT /users/{id}/identities/{second_id}/verify", "users", IDENTITY),
  guessed("DELETE /users/{id}/identities/{second_id}", "users", IDENTITY),
  notStarted(`POST ${API}/users/create_many`, "And the other calls that make a job: no job statuses."),
  notStarted(`GET ${API}/deleted_users`, "Deleted users are shown by their id only."),
  notStarted(`POST ${API}/users/{id}/password`, "Nobody signs in with a password."),
  notStarted(`GET ${API}/user_fields`, "People have no custom fields."),
];

const groups: readonly Covered[] = [
  covered("GET /groups", "support"),
  covered("GET /groups/count", "users"),
  guessed("GET /groups/assignable", "users", "All that are not deleted, whoever asks."),
  guessed("POST /groups", "support", "Two groups may have one name: nothing is documented."),
  covered("GET /groups/{id}", "support"),
  covered("PUT /groups/{id}", "users"),
  guessed("DELETE /groups/{id}", "support", "The default group is refused, with words that are guessed."),
  covered("GET /groups/{id}/users", "users", { differs: PERSON }),
  covered("GET /group_memberships", "support"),
  covered("GET /group_memberships/assignable", "users"),
  covered("GET /groups/{id}/memberships", "support"),
  covered("GET /groups/{id}/memberships/assignable", "users"),
  covered("GET /users/{id}/group_memberships", "users"),
  covered("GET /users/{id}/groups", "users"),
  covered("GET /group_memberships/{id}", "users"),
  covered("GET /users/{id}/group_memberships/{second_id}", "users"),
  guessed("POST /group_memberships", "support", "Who is in already is refused, with words that are guessed."),
  guessed(
    "DELETE /group_memberships/{id}",
    "users",
    "The person's tickets are let go at once, where Zendesk makes it a job.",
  ),
  covered("DELETE /users/{id}/group_memberships/{second_id}", "users"),
  covered("PUT /users/{id}/group_memberships/{second_id}/make_default", "users"),
  notStarted(`POST ${API}/group_memberships/create_many`, "No job statuses."),
  notStarted(`GET ${API}/organizations`, "There are no organizations."),
];

const CHANNEL =
  "For messaging `via.channel` is that of the API; Zendesk's own widget would have `native_messaging`.";

const tickets: readonly Covered[] = [
  covered("GET /tickets", "tickets", { differs: TICKET }),
  covered("GET /tickets/count", "tickets"),
  covered("GET /tickets/show_many", "support", { differs: TICKET }),
  covered("POST /tickets", "tickets", {
    differs: `${TICKET} No e-mail is sent, no trigger runs, and a follow-up of a closed ticket is an ordinary one.`,
  }),
  covered("GET /tickets/{id}", "tickets", { differs: `${TICKET} ${CHANNEL}` }),
  covered("PUT /tickets/{id}", ["tickets", "limits"], {
    source: "zendesk.md §2",
    differs: `${TICKET} That an assignee must be in the group is documented in words only: an assignee alone brings a group of theirs, both together are refused when they do not fit, and a new group lets an assignee go who is not in it (inferred). Public comments do not reach the visitor of a messaging ticket.`,
  }),
  guessed(
    "DELETE /tickets/{id}",
    "tickets",
    "Every operator may. The visitor's next message opens another ticket (inferred).",
  ),
  covered("GET /users/{id}/tickets/requested", "support", { differs: TICKET }),
  covered("GET /users/{id}/tickets/assigned", "tickets", { differs: TICKET }),
  covered("GET /tickets/{id}/comments", "tickets", {
    source: "zendesk.md §5.4",
    differs:
      "What the transcript of an ended messaging session looks like is not documented: a private comment, one line a message. No voice comments, no inline images.",
  }),
  covered("GET /tickets/{id}/comments/count", "tickets"),
  covered("PUT /tickets/{id}/comments/{second_id}/make_private", "tickets"),
  covered("GET /tickets/{id}/audits", "tickets", {
    differs:
      "Events are Create, Change and Comment; no notifications, no rules. What no one did is signed by Zendesk's own -1.",
  }),
  covered("GET /tickets/{id}/audits/count", "tickets"),
  covered("GET /tickets/{id}/audits/{second_id}", "tickets", { differs: "As in the list." }),
  covered("GET /tickets/{id}/tags", "tickets"),
  covered("POST /tickets/{id}/tags", "tickets"),
  covered("PUT /tickets/{id}/tags", "tickets"),
  covered("DELETE /tickets/{id}/tags", "tickets"),
  covered("GET /tickets/{id}/related", "tickets", { differs: "Nothing is related." }),
  covered("GET /tickets/{id}/collaborators", "tickets", { differs: "There are none." }),
  covered("GET /tickets/{id}/followers", "tickets", { differs: "There are none." }),
  covered("GET /tickets/{id}/email_ccs", "tickets", { differs: "There are none." }),
  covered("GET /deleted_tickets", "tickets", { differs: "Kept for ever, where Zendesk keeps them 30 days." }),
  covered("PUT /deleted_tickets/{id}/restore", "tickets", { differs: "Its messaging session stays ended." }),
  guessed(
    "GET /tickets/{id}/conversation_log",
    ["tickets", "limits"],
    "Events have ids of their own that only look like Zendesk's. Whether the transcript's comment is listed too is not documented: it is.",
    "zendesk.md §5.5",
  ),
  covered("GET /ticket_fields", "tickets", {
    source: "zendesk.md §5.3",
    differs: "The fields that every ticket has carry ids of the emulator's own.",
  }),
  covered("GET /ticket_fields/count", "tickets"),
  covered("GET /ticket_fields/{id}", "tickets", { differs: "As in the list." }),
  covered("POST /ticket_fields", "tickets", {
    differs:
      "Types text, textarea, checkbox, date, integer, decimal, regexp, tagger, multiselect; no lookup fields, nothing for portals.",
  }),
  covered("PUT /ticket_fields/{id}", "tickets", { differs: "As when it is created." }),
  covered("DELETE /ticket_fields/{id}", "tickets"),
  covered("POST /uploads", "tickets", {
    differs: "Pictures have no size and no thumbnails; nothing is scanned.",
  }),
  covered("DELETE /uploads/{id}", "tickets"),
  covered("GET /attachments/{id}", "tickets", { differs: "As when it was uploaded." }),
  notStarted(`PUT ${API}/tickets/update_many`, "And create_many, destroy_many: no job statuses."),
  notStarted(`POST ${API}/tickets/{id}/merge`, "Tickets are not merged."),
  notStarted(`PUT ${API}/tickets/{id}/mark_as_spam`, "There is no spam here."),
  notStarted(`PUT ${API}/chat_redactions/{id}`, "Nothing is redacted by API."),
  notStarted(`GET ${API}/ticket_forms`, "One form for all tickets."),
  notStarted(`GET ${API}/ticket_metrics`, "Nothing is measured."),
  notStarted(`GET ${API}/satisfaction_ratings`, "Surveys are answered in the conversation only."),
  notStarted(`GET ${API}/incremental/tickets/cursor`, "No exports but that of the search."),
  notStarted(`GET ${API}/requests`, "End users do not sign in."),
  notStarted(`GET ${API}/views`, "Agent Workspace has views of its own."),
  notStarted(`GET ${API}/triggers`, "The automatic acts that matter are switches of the emulator."),
  notStarted(`GET ${API}/automations`, "The automatic acts that matter are switches of the emulator."),
  notStarted(`GET ${API}/macros`, "No macros."),
  notStarted(`GET ${API}/brands`, "One brand, known by its id."),
  notStarted(`GET ${API}/custom_statuses`, "The six statuses there are."),
  notStarted(`GET ${API}/webhooks`, "Event and trigger webhooks of Support are not sent."),
  notStarted(`GET ${API}/queues`, "Conversations are not routed."),
  notStarted(`GET ${API}/account/settings`, "The account's switches are the emulator's."),
];

const FOUND =
  "How Zendesk ranks results is not known: the newest first. Tickets, people and groups, with the operators in `support/search-*.ts`; what is new or changed is found after `searchLagSeconds`: 60 where Zendesk says up to some minutes, 0 in the demo account.";

const search: readonly Covered[] = [
  covered("GET /search", "search", { source: "zendesk.md §2", differs: FOUND }),
  covered("GET /search/count", "search", { differs: FOUND }),
  covered("GET /search/export", "search", {
    source: "zendesk.md §2",
    differs: `${FOUND} What an expired cursor is answered is guessed.`,
  }),
];

const AVAILABILITY =
  "https://developer.zendesk.com/api-reference/agent-availability/agent-availability-api/agent_availabilities/";
const availability: readonly Covered[] = [
  covered("GET /agent_availabilities", "users", {
    source: AVAILABILITY,
    differs: "Messaging is the one channel; no skills, no custom statuses.",
  }),
  covered("GET /agent_availabilities/me", "users", { source: AVAILABILITY, differs: "As in the list." }),
  covered("GET /agent_availabilities/{id}", "users", { source: AVAILABILITY, differs: "As in the list." }),
  covered("GET /agent_availabilities/agent_statuses", "users", {
    source: AVAILABILITY,
    differs: "The default ones. The exact form of the list was not at hand.",
  }),
  covered("PUT /agent_availabilities/agent_statuses/agents/{id}", "users", {
    source: AVAILABILITY,
    differs: "Answers the agent's availability: the exact form was not at hand.",
  }),
  notStarted(`GET ${API}/channels/voice/availabilities/{id}`, "No telephone."),
];

const oauth: readonly Covered[] = [
  guessed(
    "POST /oauth/tokens",
    ["oauth", "support"],
    "The bodies of refusals are those of RFC 6749. A client's own token comes without a refresh token.",
    "zendesk.md §1",
  ),
  covered("GET /oauth/authorizations/new", "oauth", {
    source: "zendesk.md §1",
    differs: "A page of the emulator's own, where one chooses as whom to sign in.",
  }),
  covered("POST /oauth/authorizations", "oauth", {
    source: "zendesk.md §1",
    differs: "What the page of the emulator sends; Zendesk's own is not documented.",
  }),
  covered(`GET ${API}/oauth/tokens`, "oauth", { source: "zendesk.md §1" }),
  covered(`GET ${API}/oauth/tokens/{id}`, "oauth", { source: "zendesk.md §1" }),
  covered(`DELETE ${API}/oauth/tokens/{id}`, "oauth", { source: "zendesk.md §1" }),
  notStarted(`POST ${API}/oauth/tokens`, "Tokens are made by `/oauth/tokens` only."),
  notStarted(`GET ${API}/oauth/clients`, "Clients are made in Admin Center."),
  notStarted(`GET ${API}/api_tokens`, "API tokens are made in Admin Center."),
];

export const supportCoverage: readonly Covered[] = [
  ...users,
  ...groups,
  ...tickets,
  ...search,
  ...availability,
  ...oauth,
];

/**
 * Every section of docs/zendesk.md that tells of the service, and the entries or tests that stand for it in the
 * emulator. A test holds it against the document, the entries and the files.
 */
export interface Section {
  /** E.g. `5.2`. */
  readonly section: string;
  readonly title: string;
  /** Operations and events of the coverage, at least partly there. */
  readonly entries: readonly string[];
  /** Test files below `emulator/` for what is no single operation. */
  readonly tests: readonly string[];
}

const APP = "/sc/v2/apps/{appId}";
const CONVERSATION = `${APP}/conversations/{conversationId}`;

export const sections: readonly Section[] = [
  {
    section: "1",
    title: "Addresses and credentials",
    entries: [`GET ${APP}`, "POST /oauth/tokens", "GET /api/v2/users/me"],
    tests: ["judges/official.test.ts", "judges/node-zendesk.test.ts"],
  },
  {
    section: "2",
    title: "Errors, pages, limits",
    entries: [`GET ${CONVERSATION}/messages`, "GET /api/v2/groups", "GET /api/v2/search"],
    tests: ["judges/answers.test.ts", "robust.prop.test.ts"],
  },
  {
    section: "3",
    title: "Webhooks",
    entries: [`POST ${APP}/integrations`, `GET ${APP}/integrations/{integrationId}/webhooks`],
    tests: ["webhooks/sender.test.ts", "world/messaging/events.test.ts"],
  },
  {
    section: "3.1",
    title: "Events and messages",
    entries: ["conversation:message", "conversation:typing", "conversation:remove"],
    tests: ["judges/webhooks.test.ts"],
  },
  {
    section: "4",
    title: "Users, conversations, files",
    entries: [
      `POST ${APP}/users`,
      `POST ${APP}/conversations`,
      `POST ${CONVERSATION}/messages`,
      `POST ${APP}/attachments`,
    ],
    tests: ["sunco/sunco.test.ts"],
  },
  {
    section: "5",
    title: "Switchboard and handoff",
    entries: [`GET ${APP}/switchboards`],
    tests: ["world/messaging/handover.test.ts"],
  },
  {
    section: "5.1",
    title: "Who is in control",
    entries: [`GET ${APP}/switchboards/{switchboardId}/switchboardIntegrations`],
    tests: ["world/messaging/handover.test.ts"],
  },
  {
    section: "5.2",
    title: "Passing control",
    entries: ["passControl", "offerControl", "acceptControl", "releaseControl"].map(
      (call) => `POST ${CONVERSATION}/${call}`,
    ),
    tests: ["world/messaging/handover.test.ts"],
  },
  {
    section: "5.3",
    title: "What Agent Workspace takes from metadata",
    entries: [`POST ${CONVERSATION}/passControl`, `PATCH ${CONVERSATION}`],
    tests: ["world/ticketing/tickets.test.ts"],
  },
  {
    section: "5.4",
    title: "When the ticket is born",
    entries: [`POST ${CONVERSATION}/passControl`],
    tests: ["world/ticketing/tickets.test.ts"],
  },
  {
    section: "5.5",
    title: "Finding the ticket of a conversation",
    entries: [
      "GET /api/v2/users/search",
      "GET /api/v2/users/{id}/tickets/requested",
      "GET /api/v2/tickets/{id}/conversation_log",
    ],
    tests: ["world/ticketing/tickets.test.ts"],
  },
  {
    section: "5.6",
    title: "The end",
    entries: ["switchboard:passControl", "switchboard:releaseControl"],
    tests: ["world/ticketing/tickets.test.ts"],
  },
  {
    section: "6",
    title: "Support",
    entries: [
      "GET /api/v2/groups",
      "POST /api/v2/groups",
      "GET /api/v2/group_memberships",
      "GET /api/v2/tickets/show_many",
      "PUT /api/v2/tickets/{id}",
    ],
    tests: ["support/support.test.ts"],
  },
];

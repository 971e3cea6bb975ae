/** Where the emulator means to differ from the OpenAPI files, each with its reason. One that is gone fails a test. */
export interface Difference {
  /** Operations and statuses as the judge names them. */
  readonly on: RegExp;
  /** Place and words of the finding. */
  readonly says: RegExp;
  readonly why: string;
}

const support = /^[A-Z]+ \/api\/v2\//u;

export const allowed: readonly Difference[] = [
  {
    on: /^GET \/v2\/apps\/\{appId\}\/integrations(?:\/\{integrationId\})? 200$/u,
    says: /\/webhooks must NOT have more than 1 items$/u,
    why: "One webhook comes with a new integration, and the calls for webhooks add others: all are shown.",
  },
  {
    on: support,
    says: /\/(?:alias|details|last_login_at|notes|organization_id|phone|photo|shared_phone_number|signature|default_group_id|email) must be \w+, is null$/u,
    why: "Support writes null for what a person does not have; the document's own examples do, its types do not.",
  },
  {
    on: support,
    says: /\/(?:assignee_id|external_id|forum_topic_id|group_id|organization_id|problem_id|recipient|value) must be \w+, is null$/u,
    why: "Support writes null for what a ticket does not have; the document's own examples do, its types do not.",
  },
  {
    on: support,
    says: /\/(?:type|priority) must be (?:string|equal to one of the allowed values [\w ]+), is null$/u,
    why: "A ticket from messaging has no type and no priority: null, as in the document's own examples.",
  },
  {
    on: support,
    says: /\/(?:height|width) must be string, is null$/u,
    why: "A file that is no image has no size in pixels.",
  },
  {
    on: support,
    says: /\/agent_description must be string, is null$/u,
    why: "A field of tickets without a description for agents.",
  },
  {
    on: /\/users\/\{user_id\}\/identities(?:\/\S+)? 20[01]$/u,
    says: /^\/identities\/\*\/type must be equal to one of the allowed values/u,
    why: "An identity of type messaging names the user of Sunshine Conversations (observed), which the list lacks.",
  },
  {
    on: /^(?:GET|POST|PUT) \/api\/v2\/tickets/u,
    says: /\/(?:custom_fields|events)\/\*\/value must be (?:string|integer)$/u,
    why: "A checkbox is true or false and several choices are a list; the document knows texts only.",
  },
  {
    on: /\/api\/v2\/ticket_fields/u,
    says: /\/custom_field_options\/\*\/default is not documented$/u,
    why: "Support says which choice stands there at first; the document leaves it out.",
  },
  {
    on: /^GET \/api\/v2\/users\/me 200$/u,
    says: /^\/user\/id must be integer, is null$/u,
    why: "A call without credentials is answered with nobody (zendesk.md §6, inferred).",
  },
  {
    on: support,
    says: /^\/(?:next_page|previous_page|count|meta|links) is not documented$/u,
    why: "The document's lists leave out what leads to the other pages; its text describes it (zendesk.md §2).",
  },
  {
    on: /^(?:GET|POST|PUT) \/api\/v2\/tickets/u,
    says: /\/fields is not documented$/u,
    why: "Support repeats custom_fields under this name, in the document's examples and in its own clients.",
  },
  {
    on: /^POST \/api\/v2\/tickets 201$/u,
    says: /^\/audit is not documented$/u,
    why: "A created ticket comes with its audit, as an updated one does; the document has it for the update only.",
  },
  {
    on: /^PUT \/api\/v2\/tickets\/\{ticket_id\} 200$/u,
    says: /^\/audit\/events\/\*\/\w+ is not documented$/u,
    why: "The document's schema of an audit's event has the fields of one kind only; each kind has its own.",
  },
  {
    on: /^GET \/api\/v2\/search(?:\/export)? 200$/u,
    says: /^\/results\/\*\/\w+ is not documented$/u,
    why: "The document's schema of a result has the fields of groups only; tickets and people have theirs.",
  },
];

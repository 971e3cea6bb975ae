/** One event of every kind that a webhook can tell of (zendesk.md §3), as Zendesk would send it about this conversation. */
interface Subject {
  readonly conversationId: string;
  readonly userId: string;
}

let count = 0;
const id = (kind: string) => `${kind}-${++count}`;

const actions = [
  { type: "reply", text: "Yes", payload: "yes", metadata: { a: 1 } },
  { type: "postback", text: "Book", payload: "book" },
  { type: "link", text: "Read", uri: "https://example.com/read" },
  { type: "webview", text: "Form", uri: "https://example.com/w", fallback: "https://example.com/f" },
  { type: "buy", text: "Buy", amount: 1250, currency: "eur" },
  { type: "locationRequest", text: "Where are you?" },
];
const item = { title: "A", description: "B", mediaUrl: "https://example.com/a.png", actions };

const contents: readonly object[] = [
  { type: "text", text: "Hello", htmlText: "<p>Hello <b>you</b> <a href='https://example.com'>x</a></p>" },
  { type: "text", text: "Hello", markdownText: "**Hello**", actions },
  {
    type: "image",
    mediaUrl: "https://example.com/a.png",
    mediaType: "image/png",
    mediaSize: 12,
    altText: "a.png",
    text: "look",
  },
  {
    type: "file",
    mediaUrl: "https://example.com/a.pdf",
    mediaType: "application/pdf",
    mediaSize: 12,
    altText: "a.pdf",
  },
  { type: "carousel", text: "Choose", items: [item, item] },
  { type: "list", text: "Choose", items: [item], actions },
  {
    type: "location",
    text: "Here",
    coordinates: { lat: 48.8, long: 2.3 },
    location: { name: "Us", address: "1 Road" },
  },
  { type: "form", submitted: false, fields: [{ type: "email", name: "email", label: "E-mail" }] },
  {
    type: "formResponse",
    fields: [{ type: "email", name: "email", label: "E-mail", email: "a@example.com" }],
  },
  { type: "template", template: { name: "t" }, textFallback: "A template" },
];

export function everyEvent({ conversationId, userId }: Subject): readonly object[] {
  const conversation = {
    id: conversationId,
    type: "personal",
    brandId: "1",
    metadata: { zlcHandoff: "somebody-elses" },
    activeSwitchboardIntegration: {
      id: "s",
      name: "zd-agentWorkspace",
      integrationId: "i",
      integrationType: "zd:agentWorkspace",
    },
  };
  const user = {
    id: userId,
    externalId: "e",
    authenticated: false,
    zendeskId: "42",
    profile: { givenName: "Jo" },
  };
  const operator = {
    type: "business",
    subtypes: ["agent"],
    displayName: "Ann",
    avatarUrl: "https://example.com/ann.png",
  };
  const agent = { "__zendesk_msg.agent.id": "7", "__zendesk_msg.id": "m" };
  const message = (content: object, more: object = {}) => ({
    conversation,
    message: {
      id: id("message"),
      received: new Date().toISOString(),
      author: operator,
      content,
      source: { type: "zd:agentWorkspace" },
      metadata: agent,
      ...more,
    },
  });
  const text = { type: "text", text: "Something happened" };
  const control = { conversation, metadata: { first_message_id: "m" }, reason: "ticketClosed" };
  const failure = {
    conversation,
    metadata: {},
    error: { code: "switchboard_invalid_target", message: "no" },
  };
  const delivery = {
    user,
    conversation,
    message: { id: "m" },
    destination: { type: "line", integrationId: "i" },
    isFinalEvent: true,
  };
  const client = { id: "c", type: "line", status: "active", externalId: "l", displayName: "Jo" };
  const payloads: readonly (readonly [string, object])[] = [
    ...contents.map((content) => ["conversation:message", message(content)] as const),
    ["conversation:message", message(text, { author: { type: "user", userId, user } })],
    [
      "conversation:message",
      message(text, { source: { type: "api:conversations" }, metadata: { zlcKey: "h.1" } }),
    ],
    ["conversation:message", message(text, { metadata: { "__zendesk_msg.agent.id": "__trigger" } })],
    ["conversation:message", message(text, { activity: { type: "ticket:closed" } })],
    ["conversation:message", message(text, { activity: { type: "conversation:endedByUser" } })],
    ["conversation:message", message(text, { source: { type: "zd:surveys" }, metadata: { type: "csat" } })],
    [
      "conversation:message",
      message(text, { deleted: true, quotedMessage: { type: "message", message: { id: "q" } } }),
    ],
    [
      "conversation:typing",
      {
        conversation,
        activity: { type: "typing:start", author: operator, source: { type: "zd:agentWorkspace" } },
      },
    ],
    [
      "conversation:read",
      { conversation, activity: { type: "conversation:read", author: { type: "user", userId } } },
    ],
    ["conversation:postback", { conversation, user, postback: { payload: "book" }, source: { type: "web" } }],
    ["conversation:create", { conversation, user, creationReason: "api" }],
    ["conversation:join", { conversation, user }],
    ["conversation:leave", { conversation, user }],
    ["conversation:remove", { conversation }],
    ["conversation:referral", { conversation, user, referral: { code: "c" } }],
    ["conversation:message:delivery:channel", delivery],
    ["conversation:message:delivery:user", delivery],
    ["conversation:message:delivery:failure", { ...delivery, error: { code: "bad", message: "no" } }],
    [
      "switchboard:passControl",
      { ...control, conversation: { ...conversation, activeSwitchboardIntegration: undefined } },
    ],
    [
      "switchboard:releaseControl",
      { ...control, conversation: { ...conversation, activeSwitchboardIntegration: undefined } },
    ],
    ["switchboard:offerControl", control],
    ["switchboard:acceptControl", control],
    ["switchboard:passControl:failure", failure],
    ["switchboard:offerControl:failure", failure],
    ["switchboard:acceptControl:failure", failure],
    ["user:update", { user, reason: "api" }],
    ["user:remove", { user }],
    ["user:merge", { mergedUsers: { surviving: user, discarded: user }, reason: "api" }],
    ["client:add", { user, client, reason: "linking" }],
    ["client:update", { user, client, reason: "confirmed" }],
    ["client:remove", { user, client, reason: "api" }],
    ["passthrough:messaging", { conversation, message: { id: "m" } }],
  ];
  return payloads.map(([type, payload]) => ({
    id: id("event"),
    createdAt: new Date().toISOString(),
    type,
    payload,
  }));
}

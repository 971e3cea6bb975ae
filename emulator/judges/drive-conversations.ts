/** Calls of Sunshine Conversations, each operation with success and with what is refused, for the judges to see. */
import { at, type Started } from "../harness.ts";
import { triggers } from "../world/messaging/events.ts";

const hook = { target: "http://127.0.0.1:9/hook", triggers: [...triggers] };
/** For a path; `undefined` where an earlier call failed, which is seen there. */
const idAt = (body: unknown, path: string) => String(at(body, path));
const bot = { type: "business" };
const words = (text: string) => ({ type: "text", text });

async function users({ sc, control: act }: Started) {
  const profile = { givenName: "Ada", surname: "Lovelace", email: "ada@example.com", locale: "en-GB" };
  const made = await sc("POST", "/users", { externalId: "driven", profile, metadata: { plan: "gold" } });
  const userId = idAt(made.body, "user.id");
  await sc("POST", "/users", { externalId: "driven" });
  await sc("POST", "/users", { externalId: "x".repeat(1025) });
  await sc("GET", `/users/${userId}`);
  await sc("GET", "/users/nobody");
  await sc("GET", "/users?filter[identities.email]=ada@example.com");
  await sc("GET", "/users");
  await sc("PATCH", "/users/driven", { profile: { surname: null }, metadata: { plan: null, seen: true } });
  await sc("PATCH", "/users/nobody", {});
  await sc("GET", "/users/driven", undefined, {});
  await sc("GET", "/users/driven", undefined, { authorization: "Bearer nonsense" });
  await sc("GET", `/users/${userId}/clients`);
  await sc("GET", `/users/${userId}/devices`);
  await sc("GET", `/users/${userId}/devices/none`);
  const friend = await sc("POST", "/users", { externalId: "friend", profile });
  await sc("DELETE", "/users/friend/personalinformation");
  await sc("DELETE", "/users/nobody/personalinformation");
  await sc("POST", "/users/1/sync", {});
  await sc("POST", "/users", { externalId: "twin" });
  await act("POST", "/users/merge", { surviving: userId, discarded: "twin" });
  return { userId, friend: idAt(friend.body, "user.id") };
}

async function messages(zendesk: Started, conversationId: string, userId: string) {
  const { sc } = zendesk;
  const path = `/conversations/${conversationId}/messages`;
  const link = { type: "link", text: "Open", uri: "https://example.com" };
  const contents = [
    words("Hello"),
    { type: "text", htmlText: "<b>Hello</b>" },
    { type: "text", markdownText: "**Hello**" },
    { type: "text", text: "Choose", actions: [{ type: "reply", text: "Yes", payload: "yes" }] },
    { type: "text", text: "Choose", actions: [link, { type: "postback", text: "Go", payload: "go" }] },
    { type: "image", mediaUrl: "https://example.com/a.png", altText: "A picture" },
    { type: "file", mediaUrl: "https://example.com/a.pdf" },
    { type: "location", coordinates: { lat: 1, long: 2 }, location: { name: "Here", address: "There" } },
    { type: "carousel", items: [{ title: "One", actions: [link] }] },
    {
      type: "list",
      items: [
        { title: "One", actions: [link] },
        { title: "Two", actions: [link] },
      ],
    },
    { type: "form", fields: [{ type: "email", name: "mail", label: "E-mail", placeholder: "you@…" }] },
    {
      type: "form",
      blockChatInput: true,
      fields: [{ type: "select", name: "c", label: "C", options: [{ name: "one", label: "One" }] }],
    },
    {
      type: "template",
      template: { type: "whatsapp", name: "hello", namespace: "n", language: { code: "en" } },
    },
  ];
  for (const content of contents)
    await sc("POST", path, { author: bot, content, metadata: { from: "drive" } });
  await sc("POST", path, { author: { type: "user", userId }, content: words("I am here") });
  await sc("POST", path, { author: { type: "user", userExternalId: "driven" }, content: words("Me again") });
  await sc("POST", path, {
    author: {
      type: "business",
      displayName: "Robot",
      avatarUrl: "https://example.com/r.png",
      subtypes: ["AI"],
    },
    content: words("I am a machine"),
  });
  await sc("POST", path, { author: bot, content: words("Quiet"), destination: { integrationType: "none" } });
  for (const content of [
    { type: "text" },
    words("x".repeat(4097)),
    { type: "odd" },
    { type: "formResponse", fields: [] },
  ])
    await sc("POST", path, { author: bot, content });
  await sc("POST", "/conversations/5f0d1e2a3b4c5d6e7f809999/messages", { author: bot, content: words("x") });
  const listed = await sc("GET", path);
  await sc("GET", `${path}?page[before]=${idAt(listed.body, "meta.beforeCursor")}`);
  await sc("GET", `${path}?page[before]=nonsense&page[after]=nonsense`);
  await sc("GET", "/conversations/5f0d1e2a3b4c5d6e7f809999/messages");
  for (const [author, type] of [
    [bot, "typing:start"],
    [bot, "typing:stop"],
    [bot, "conversation:read"],
    [{ type: "user", userId }, "conversation:read"],
    [{ type: "user", userId }, "typing:start"],
  ])
    await sc("POST", `/conversations/${conversationId}/activity`, { author, type });
  await sc("DELETE", `${path}/${idAt(listed.body, "messages.0.id")}`);
  await sc("DELETE", `${path}/5f0d1e2a3b4c5d6e7f809999`);
  await sc("GET", `/conversations/${conversationId}`);
}

async function files({ sc, emulator, conversationsAuth }: Started, conversationId: string) {
  const { appId } = emulator.credentials();
  const upload = async (query: string, part = "source") => {
    const form = new FormData();
    form.append(part, new Blob(["words"], { type: "text/plain" }), "note.txt");
    const answer = await fetch(`${emulator.url}/sc/v2/apps/${appId}/attachments?${query}`, {
      method: "POST",
      body: form,
      headers: conversationsAuth(),
    });
    return at(await answer.json(), "attachment.mediaUrl");
  };
  const url = String(await upload(`access=public&for=message&conversationId=${conversationId}`));
  await upload("access=secret");
  await upload("access=public", "other");
  await sc("POST", `/conversations/${conversationId}/messages`, {
    author: bot,
    content: { type: "file", mediaUrl: url, altText: "A note" },
  });
  await fetch(url);
  const older = url.replace("/attachments/v2/", `/attachments/conversations/${conversationId}/`);
  await fetch(older, { headers: conversationsAuth(), redirect: "manual" });
  const redirect = await fetch(url, { headers: conversationsAuth(), redirect: "manual" });
  const signed = redirect.headers.get("location") ?? "";
  await fetch(signed);
  await fetch(signed.replace(/signature=[^&]*/u, "signature=forged"));
  for (const mediaUrl of [url, url, "https://example.com/foreign.png"])
    await sc("POST", "/attachments/remove", { mediaUrl });
}

async function conversations(zendesk: Started, userId: string, friend: string) {
  const { sc } = zendesk;
  const create = (body: unknown) => sc("POST", "/conversations", body);
  const personal = { type: "personal", participants: [{ userId }] };
  const first = idAt((await create(personal)).body, "conversation.id");
  const second = await create({
    ...personal,
    displayName: "Second",
    description: "The other one",
    iconUrl: "https://example.com/i.png",
    metadata: { topic: "billing", urgent: true, count: 3 },
  });
  const other = idAt(second.body, "conversation.id");
  await create({ type: "personal", participants: [] });
  await create({ type: "personal", participants: [{ userId: "5f0d1e2a3b4c5d6e7f809999" }] });
  await sc("GET", `/conversations?filter[userId]=${userId}&page[size]=1`);
  await sc("GET", "/conversations?filter[userExternalId]=driven");
  await sc("GET", "/conversations");
  await sc("GET", "/conversations?filter[userId]=nobody");
  await sc("PATCH", `/conversations/${other}`, { displayName: "Third", metadata: { topic: null } });
  await sc("PATCH", "/conversations/nothing", {});
  await sc("GET", "/conversations/nothing");
  await sc("GET", `/conversations/${first}/participants`);
  await sc("GET", "/conversations/nothing/participants");

  const group = await create({ type: "sdkGroup", participants: [{ userId }] });
  const joint = `/conversations/${idAt(group.body, "conversation.id")}`;
  await sc("POST", `${joint}/join`, { userId: friend });
  await sc("POST", `${joint}/join`, { userId: "5f0d1e2a3b4c5d6e7f809999" });
  await sc("GET", `${joint}/participants`);
  await sc("POST", `${joint}/leave`, { userId: friend });
  await sc("POST", `/conversations/${first}/join`, { userId: friend });
  await sc("POST", `/conversations/${first}/leave`, { userId: "5f0d1e2a3b4c5d6e7f809999" });

  await messages(zendesk, other, userId);
  await clients(zendesk, userId, other);
  await widget(zendesk, other);
  await files(zendesk, first);
  await control(zendesk, first);
  await sc("POST", `/conversations/${other}/download`, { messageRef: "x", userId });
  await sc("DELETE", `/conversations/${other}/messages`);
  await sc("DELETE", "/conversations/nothing/messages");
  await sc("DELETE", `/conversations/${other}`);
  await sc("DELETE", `/conversations/${first}`);
}

async function clients({ sc }: Started, userId: string, conversationId: string) {
  const twilio = { type: "twilio", accountSid: "AC1", authToken: "secret", phoneNumberSid: "PN1" };
  const channel = await sc("POST", "/integrations", twilio);
  const integrationId = idAt(channel.body, "integration.id");
  const path = `/users/${userId}/clients`;
  const made = await sc("POST", path, {
    matchCriteria: { type: "twilio", integrationId, phoneNumber: "+15145555555", primary: true },
    confirmation: { type: "immediate" },
    target: { conversationId },
  });
  await sc("POST", path, {});
  await sc("GET", path);
  for (const text of ["To the phone", "fail"])
    await sc("POST", `/conversations/${conversationId}/messages`, {
      author: bot,
      content: words(text),
      destination: { integrationId },
    });
  await sc("POST", `/conversations/${conversationId}/messages`, {
    author: bot,
    content: { type: "form", fields: [{ type: "text", name: "n", label: "N" }] },
    destination: { integrationId },
  });
  await sc("DELETE", `${path}/${idAt(made.body, "client.id")}`);
  await sc("DELETE", `${path}/none`);
}

/** What only a visitor in the widget does. */
async function widget({ control: act }: Started, conversationId: string) {
  await act("POST", "/visitor/postback", { conversationId, payload: "go" });
  for (const type of ["typing:start", "typing:stop", "conversation:read"])
    await act("POST", "/visitor/activity", { conversationId, type });
}

async function control({ sc }: Started, conversationId: string) {
  const act = (name: string, body?: unknown) => sc("POST", `/conversations/${conversationId}/${name}`, body);
  await act("passControl", { switchboardIntegration: "zd-answerBot", metadata: { topic: "billing" } });
  await act("passControl", { switchboardIntegration: "nobody" });
  await act("passControl", {});
  await act("acceptControl", {});
  await act("offerControl", { switchboardIntegration: "zd-answerBot" });
  await act("offerControl", { switchboardIntegration: "zd-agentWorkspace", metadata: { topic: "billing" } });
  await act("acceptControl", { metadata: { topic: "billing" } });
  await act("offerControl", { switchboardIntegration: "next" });
  await act("releaseControl");
  await sc("POST", "/conversations/nothing/passControl", { switchboardIntegration: "zd-answerBot" });
}

async function integrations({ sc, emulator, basic }: Started) {
  const made = await sc("POST", "/integrations", { type: "custom", displayName: "Driven", webhooks: [hook] });
  const id = idAt(made.body, "integration.id");
  await sc("POST", "/integrations", { type: "custom" });
  await sc("POST", "/integrations", { type: "telegram", token: "x" });
  await sc("GET", "/integrations");
  await sc("GET", "/integrations?filter[types]=custom&page[size]=1");
  await sc("GET", `/integrations/${id}`);
  await sc("GET", "/integrations/nothing");
  await sc("PATCH", `/integrations/${id}`, { type: "custom", displayName: "Driven on" });
  await sc("PATCH", "/integrations/nothing", { displayName: "x" });

  const keys = `/integrations/${id}/keys`;
  const key = await sc("POST", keys, { displayName: "Own" });
  const keyId = idAt(key.body, "key.id");
  await sc("GET", keys);
  await sc("GET", `${keys}/${keyId}`);
  const own = basic(keyId, idAt(key.body, "key.secret"));
  await sc("GET", "/integrations/me/webhooks", undefined, own);
  await sc("GET", "/integrations", undefined, own);
  await sc("GET", "/switchboards", undefined, own);
  await sc("DELETE", `${keys}/${keyId}`);

  const webhooks = `/integrations/${id}/webhooks`;
  const webhook = await sc("POST", webhooks, { ...hook, includeFullUser: true, includeFullSource: true });
  const webhookId = idAt(webhook.body, "webhook.id");
  for (const bad of [{}, { target: "nowhere", triggers: [] }, { ...hook, triggers: ["odd"] }])
    await sc("POST", webhooks, bad);
  await sc("POST", "/integrations/nothing/webhooks", hook);
  await sc("GET", webhooks);
  await sc("GET", `${webhooks}/${webhookId}`);
  await sc("GET", `${webhooks}/nothing`);
  await sc("PATCH", `${webhooks}/${webhookId}`, { includeFullUser: false });
  await sc("PATCH", `${webhooks}/${webhookId}`, { target: 5 });
  await sc("DELETE", `${webhooks}/${webhookId}`);
  await sc("DELETE", `${webhooks}/${webhookId}`);
  await switchboards({ sc }, id);
  await sc("DELETE", `/integrations/${id}`);
  await sc("DELETE", `/integrations/${id}`);
  emulator.clock.advance(1000);
}

async function switchboards({ sc }: Pick<Started, "sc">, integrationId: string) {
  const board = idAt((await sc("GET", "/switchboards")).body, "switchboards.0.id");
  const seats = `/switchboards/${board}/switchboardIntegrations`;
  await sc("GET", seats);
  await sc("GET", "/switchboards/nothing/switchboardIntegrations");
  const seat = await sc("POST", seats, { name: "driven", integrationId, deliverStandbyEvents: true });
  const seatId = idAt(seat.body, "switchboardIntegration.id");
  await sc("POST", seats, { name: "a name with spaces" });
  await sc("PATCH", `${seats}/${seatId}`, { nextSwitchboardIntegrationId: null, messageHistoryCount: 5 });
  await sc("PATCH", `${seats}/nothing`, {});
  await sc("DELETE", `${seats}/${seatId}`);
  await sc("DELETE", `${seats}/${seatId}`);
  await sc("POST", "/switchboards");
  await sc("PATCH", `/switchboards/${board}`, { enabled: true });
  await sc("PATCH", "/switchboards/nothing", { enabled: true });
}

async function app({ sc, call, conversationsAuth, basic, emulator }: Started) {
  await sc("GET", "");
  await call("GET", "/sc/v2/apps/nothing", undefined, conversationsAuth());
  await sc("PATCH", "", { displayName: "Driven", metadata: { driven: true } });
  const { accountKeyId, accountKeySecret } = emulator.credentials();
  const account = basic(accountKeyId ?? "", accountKeySecret ?? "");
  await call("GET", "/sc/v2/apps", undefined, account);
  await call("GET", "/sc/v2/apps", undefined, conversationsAuth());
  await call("POST", "/sc/v2/apps", { displayName: "Second" }, account);
  const key = await sc("POST", "/keys", { displayName: "Driven" }, account);
  await sc("POST", "/keys", { displayName: "Refused" });
  await sc("GET", "/keys", undefined, account);
  const keyId = idAt(key.body, "key.id");
  await sc("GET", `/keys/${keyId}`, undefined, account);
  await sc("GET", "/keys/nothing", undefined, account);
  await sc("DELETE", `/keys/${keyId}`, undefined, account);
  await sc("DELETE", `/keys/${keyId}`, undefined, account);
  await call("GET", "/sc/v2/tokenInfo", undefined, conversationsAuth());
  const board = idAt((await sc("GET", "/switchboards")).body, "switchboards.0.id");
  await sc("DELETE", `/switchboards/${board}`);
  await sc("DELETE", `/switchboards/${board}`);
  await sc("POST", "/switchboards");
  emulator.clock.advance(1000);
}

/** Two webhooks that hear of everything, one of them in full. */
export async function listen(zendesk: Started): Promise<void> {
  const integration = zendesk.emulator.credentials().integrationId ?? "";
  for (const full of [true, false])
    await zendesk.sc("POST", `/integrations/${integration}/webhooks`, {
      ...hook,
      includeFullUser: full,
      includeFullSource: full,
    });
}

/** Leaves the app with another switchboard. */
export async function driveConversations(zendesk: Started): Promise<void> {
  const { userId, friend } = await users(zendesk);
  await conversations(zendesk, userId, friend);
  await integrations(zendesk);
  await zendesk.sc("DELETE", `/users/${friend}`);
  await zendesk.sc("DELETE", "/users/nobody");
  await app(zendesk);
}

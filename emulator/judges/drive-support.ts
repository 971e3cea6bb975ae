/** Calls of the Support API and of OAuth, each operation with success and with what is refused, for the judges. */
import { at, type Started } from "../harness.ts";

const idAt = (body: unknown, path: string) => String(at(body, path));
const NOBODY = "999999999";

async function people(zendesk: Started) {
  const { api, basic } = zendesk;
  const { email } = zendesk.emulator.credentials();
  await api("GET", "/users/me");
  await api("GET", "/users/me", undefined, {});
  await api("GET", "/users", undefined, {});
  await api("GET", "/users", undefined, basic(`${String(email)}/token`, "wrong"));
  await api("GET", "/users", undefined, { authorization: "Bearer wrong" });
  const user = {
    name: "Grace Hopper",
    email: "grace@example.com",
    external_id: "g-1",
    phone: "+33123456789",
  };
  const made = await api("POST", "/users", { user });
  const id = idAt(made.body, "user.id");
  await api("POST", "/users", { user: { name: "" } });
  await api("POST", "/users", { user });
  await api("POST", "/users/create_or_update", { user: { external_id: "g-1", name: "Grace M. Hopper" } });
  const other = await api("POST", "/users/create_or_update", { user: { external_id: "g-2", name: "Grace" } });
  await api("GET", `/users/${id}`);
  await api("GET", `/users/${NOBODY}`);
  await api("PUT", `/users/${id}`, { user: { notes: "Knows compilers", tags: ["navy"] } });
  await api("PUT", `/users/${NOBODY}`, { user: {} });
  for (const query of ["", "?role=agent", "?page[size]=1", "?page=2&per_page=1"])
    await api("GET", `/users${query}`);
  await api("GET", "/users/search?external_id=g-1");
  await api("GET", "/users/search?query=grace");
  await api("GET", `/users/show_many?ids=${id},${NOBODY}`);
  await api("GET", "/users/autocomplete?name=gra");
  await api("GET", "/users/count");
  await api("GET", `/users/${id}/related`);
  await api("GET", `/users/${id}/groups`);

  const identities = `/users/${id}/identities`;
  const second = { identity: { type: "email", value: "hopper@example.com" } };
  const identity = idAt((await api("POST", identities, second)).body, "identity.id");
  await api("POST", identities, { identity: { type: "email", value: "no address" } });
  await api("GET", identities);
  await api("GET", `${identities}?page[size]=1`);
  await api("GET", `${identities}/${identity}`);
  await api("PUT", `${identities}/${identity}`, { identity: { verified: true } });
  await api("PUT", `${identities}/${identity}/verify`, {});
  await api("PUT", `${identities}/${identity}/make_primary`, {});
  const rest = (await api("GET", identities)).body;
  await api("DELETE", `${identities}/${idAt(rest, "identities.1.id")}`);
  await api("GET", `${identities}/${NOBODY}`);
  await api("PUT", `/users/${idAt(other.body, "user.id")}/merge`, { user: { id: Number(id) } });
  await api("DELETE", `/users/${id}`);
  await api("DELETE", `/users/${NOBODY}`);
}

async function groups(zendesk: Started) {
  const { api } = zendesk;
  const agents = (await api("GET", "/users?role=agent")).body;
  const agent = idAt(agents, "users.0.id");
  const made = await api("POST", "/groups", { group: { name: "Billing", description: "Money" } });
  const id = idAt(made.body, "group.id");
  await api("POST", "/groups", { group: { name: "" } });
  await api("POST", "/groups", {});
  for (const query of ["", "?exclude_deleted=true", "?page[size]=1", "?page[size]=0"])
    await api("GET", `/groups${query}`);
  await api("GET", "/groups/assignable");
  await api("GET", "/groups/count");
  await api("GET", `/groups/${id}`);
  await api("GET", `/groups/${NOBODY}`);
  await api("PUT", `/groups/${id}`, { group: { name: "Invoices" } });
  await api("GET", `/groups/${id}/users`);

  const before = (await api("GET", `/users/${agent}/group_memberships`)).body;
  for (let index = 0; index < 20; index += 1)
    if (idAt(before, `group_memberships.${index}.group_id`) === id)
      await api("DELETE", `/group_memberships/${idAt(before, `group_memberships.${index}.id`)}`);
  const body = { group_membership: { user_id: Number(agent), group_id: Number(id) } };
  const membership = idAt((await api("POST", "/group_memberships", body)).body, "group_membership.id");
  await api("POST", "/group_memberships", body);
  await api("POST", "/group_memberships", { group_membership: { user_id: 1, group_id: 1 } });
  for (const path of [
    "/group_memberships",
    "/group_memberships?page[size]=1",
    "/group_memberships/assignable",
    `/group_memberships/${membership}`,
    `/groups/${id}/memberships`,
    `/groups/${id}/memberships/assignable`,
    `/users/${agent}/group_memberships`,
    `/users/${agent}/group_memberships/${membership}`,
    `/group_memberships/${NOBODY}`,
  ])
    await api("GET", path);
  await api("PUT", `/users/${agent}/group_memberships/${membership}/make_default`, {});
  await api("DELETE", `/users/${agent}/group_memberships/${membership}`);
  await api("POST", `/users/${agent}/group_memberships`, body);
  await api("DELETE", `/group_memberships/${membership}`);
  await api("DELETE", `/groups/${id}`);
  await api("DELETE", `/groups/${NOBODY}`);
  const status = "/agent_availabilities/agent_statuses";
  await api("PUT", `${status}/agents/${agent}`, { id: 2 });
  await api("PUT", `${status}/agents/${agent}`, { id: 999 });
  for (const path of [
    status,
    "/agent_availabilities/me",
    "/agent_availabilities",
    `/agent_availabilities/${agent}`,
    `/agent_availabilities/${NOBODY}`,
  ])
    await api("GET", path);
}

async function uploads({ api, emulator, supportAuth }: Started): Promise<string> {
  const send = async (query: string) => {
    const answer = await fetch(`${emulator.url}/api/v2/uploads${query}`, {
      method: "POST",
      body: "words",
      headers: { ...supportAuth(), "content-type": "application/binary" },
    });
    return idAt(await answer.json(), "upload.token");
  };
  const token = await send("?filename=note.txt");
  await send("");
  await api("DELETE", `/uploads/${await send("?filename=other.txt")}`);
  return token;
}

async function tickets(zendesk: Started) {
  const { api, emulator } = zendesk;
  const me = idAt((await api("GET", "/users/me")).body, "user.id");
  const token = await uploads(zendesk);
  const field = await api("POST", "/ticket_fields", {
    ticket_field: { type: "text", title: "Conversation" },
  });
  const fieldId = Number(at(field.body, "ticket_field.id"));
  const box = await api("POST", "/ticket_fields", { ticket_field: { type: "checkbox", title: "Urgent" } });
  const choice = [{ name: "One", value: "one" }];
  await api("POST", "/ticket_fields", {
    ticket_field: { type: "tagger", title: "Topic", custom_field_options: choice },
  });
  const made = await api("POST", "/tickets", {
    ticket: {
      subject: "By hand",
      comment: { body: "The first words", uploads: [token] },
      requester_id: Number(me),
      priority: "high",
      type: "question",
      tags: ["one", "two"],
      custom_fields: [
        { id: fieldId, value: "abc" },
        { id: Number(at(box.body, "ticket_field.id")), value: true },
      ],
    },
  });
  const id = idAt(made.body, "ticket.id");
  const path = `/tickets/${id}`;
  await api("POST", "/tickets", { ticket: { comment: { body: "" } } });
  await api("POST", "/tickets", {});
  await api("GET", path);
  await api("GET", `/tickets/${NOBODY}`);
  await api("PUT", path, { ticket: { status: "pending", comment: { body: "Private", public: false } } });
  await api("PUT", path, { ticket: { status: "odd" } });
  await api("PUT", path, { ticket: { group_id: 1 } });
  const stale = { safe_update: true, updated_stamp: "2001-01-01T00:00:00Z", subject: "x" };
  await api("PUT", path, { ticket: stale });
  for (const below of [
    "/comments",
    "/comments/count",
    "/audits",
    "/audits/count",
    "/tags",
    "/related",
    "/collaborators",
    "/followers",
    "/email_ccs",
  ])
    await api("GET", path + below);
  const comments = (await api("GET", `${path}/comments`)).body;
  await api("GET", `/attachments/${idAt(comments, "comments.0.attachments.0.id")}`);
  await api("GET", `/attachments/${NOBODY}`);
  const address = at(comments, "comments.0.attachments.0.content_url");
  if (typeof address === "string") await fetch(address);
  await api("PUT", `${path}/comments/${idAt(comments, "comments.0.id")}/make_private`, {});
  const audits = (await api("GET", `${path}/audits?page[size]=1`)).body;
  await api("GET", `${path}/audits/${idAt(audits, "audits.0.id")}`);
  await api("PUT", `${path}/tags`, { tags: ["three"] });
  await api("POST", `${path}/tags`, { tags: ["four"] });
  await api("DELETE", `${path}/tags`, { tags: ["four"] });
  for (const query of ["", "?page[size]=1", "?page=1&per_page=1", "/count", `/show_many?ids=${id},${NOBODY}`])
    await api("GET", `/tickets${query}`);
  await api("GET", `/users/${me}/tickets/requested`);
  await api("GET", `/users/${me}/tickets/assigned`);

  await api("GET", "/ticket_fields");
  await api("GET", "/ticket_fields/count");
  await api("GET", `/ticket_fields/${fieldId}`);
  await api("PUT", `/ticket_fields/${fieldId}`, { ticket_field: { title: "Chat" } });
  await api("DELETE", `/ticket_fields/${fieldId}`);

  await api("PUT", path, { ticket: { status: "closed" } });
  await api("PUT", path, { ticket: { status: "open" } });
  await api("DELETE", path);
  await api("GET", "/deleted_tickets");
  await api("PUT", `/deleted_tickets/${id}/restore`);
  emulator.clock.advance(10 * 60_000);
}

/** A ticket born from messaging, with its log. */
async function messaging(zendesk: Started) {
  const { api, open, pass, post, ticketsOf } = zendesk;
  const { conversationId, userId, externalId } = await open({}, "supported");
  await post(conversationId, { type: "user", userId }, "Hello");
  await pass(conversationId, { "dataCapture.systemField.tags": "chat" });
  await post(conversationId, { type: "business", displayName: "Robot" }, "Somebody is coming");
  const [ticket] = await ticketsOf(externalId);
  const id = idAt(ticket, "id");
  await zendesk.control("POST", "/agent/reply", { conversationId, text: "Hello, this is a person" });
  await api("GET", `/tickets/${id}`);
  await api("GET", `/tickets/${id}/conversation_log`);
  await api("GET", `/tickets/${id}/conversation_log?page[size]=1`);
  await api("GET", `/tickets/${NOBODY}/conversation_log`);
  await api("GET", `/tickets/${id}/comments`);
  await api("GET", `/tickets/${id}/audits`);
  const requester = idAt(ticket, "requester_id");
  await api("GET", `/users/${requester}/identities`);
  await api("PUT", `/users/${requester}`, { user: { external_id: "renamed", name: "Ada Lovelace" } });
  await zendesk.sc("POST", `/users/${requester}/sync`, {});
  zendesk.emulator.clock.advance(10 * 60_000);
  for (const query of [
    "type:ticket via:sunshine_conversations_api",
    "type:user supported",
    "hello",
    "type:group support",
  ])
    await api("GET", `/search?query=${encodeURIComponent(query)}`);
  await api("GET", "/search");
  await api("GET", "/search/count?query=type:ticket");
  await api("GET", "/search/export?query=supported&filter[type]=ticket&page[size]=1");
  await api("GET", "/search/export?query=supported&filter[type]=user");
  await api("GET", "/search/export?query=type:ticket");
}

/** A person lets a client act for them, which tells its address a code. */
async function consent({ call, emulator }: Started) {
  const to = "http://127.0.0.1:9/back";
  const draft = { name: "Driven", identifier: "driven", description: "", redirectUris: [to] };
  const { agents } = emulator.credentials();
  const admin = agents.find(({ role }) => role === "admin")?.id ?? "";
  const made = await call("POST", "/admin/api/oauth-clients", draft, { "x-agent-id": admin });
  const asked = { response_type: "code", client_id: "driven", redirect_uri: to, scope: "read" };
  await call("GET", `/oauth/authorizations/new?${new URLSearchParams(asked).toString()}`);
  await call("GET", "/oauth/authorizations/new?client_id=nobody");
  const decided = await call("POST", "/oauth/authorizations", {
    ...asked,
    user_id: admin,
    decision: "allow",
  });
  const code = new URL(decided.headers.get("location") ?? to).searchParams.get("code");
  const exchange = {
    grant_type: "authorization_code",
    code,
    client_id: "driven",
    client_secret: at(made.body, "secret"),
    redirect_uri: to,
  };
  const tokens = await call("POST", "/oauth/tokens", exchange);
  await call("POST", "/oauth/tokens", exchange);
  await call("POST", "/oauth/tokens", {
    ...exchange,
    grant_type: "refresh_token",
    refresh_token: at(tokens.body, "refresh_token"),
  });
}

async function oauth({ call, emulator }: Started) {
  const { oauth: client } = emulator.credentials();
  const ask = (body: unknown) => call("POST", "/oauth/tokens", body);
  const right = {
    grant_type: "client_credentials",
    client_id: client?.clientId,
    client_secret: client?.clientSecret,
    scope: "read write",
  };
  const token = idAt((await ask(right)).body, "access_token");
  for (const bad of [
    {},
    { ...right, client_secret: "wrong" },
    { ...right, grant_type: "odd" },
    { ...right, expires_in: 1 },
  ])
    await ask(bad);
  const bearer = { authorization: `Bearer ${token}` };
  await call("GET", "/api/v2/users/me", undefined, bearer);
  const list = await call("GET", "/api/v2/oauth/tokens", undefined, bearer);
  await call("GET", "/api/v2/oauth/tokens/current", undefined, bearer);
  await call("DELETE", `/api/v2/oauth/tokens/${idAt(list.body, "tokens.0.id")}`, undefined, bearer);
  const reader = idAt((await ask({ ...right, scope: "read" })).body, "access_token");
  await call("POST", "/api/v2/groups", { group: { name: "x" } }, { authorization: `Bearer ${reader}` });
  await call("GET", "/api/v2/nothing", undefined, bearer);
}

export async function driveSupport(zendesk: Started): Promise<void> {
  await people(zendesk);
  await groups(zendesk);
  await tickets(zendesk);
  await messaging(zendesk);
  await consent(zendesk);
  await oauth(zendesk);
}

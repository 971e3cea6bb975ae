/**
 * The Sunshine Conversations calls of a handoff. Paths, bodies and answers after Zendesk's OpenAPI 17.12.1
 * (operation ids named below); schemas read only what is used and tolerate everything else.
 */
import { FormData } from "undici";
import * as z from "zod";
import { CodedError } from "../errors.ts";
import type { DeskAccount } from "./desk.ts";
import { errorCodes, type HttpAnswer, type HttpCall, name, readAnswer, type ZendeskHttp } from "./http.ts";
import { messagingId, recordId } from "./ids.ts";
import { countedListOf, fieldsOf, listOf, mostListed } from "./list-of.ts";
import { cursor, eachPage } from "./pages.ts";

export type SuncoAccount = Pick<DeskAccount, "origin" | "appId" | "key">;

type Schema<T> = Parameters<typeof readAnswer<T>>[3];
type Request = Pick<HttpCall, "method" | "json" | "form" | "withinMs">;

/** Basic authorization: key id and secret (zendesk.md §1). */
export function suncoAuthorization(account: SuncoAccount): string {
  return `Basic ${Buffer.from(`${account.key.id}:${account.key.secret}`).toString("base64")}`;
}

/** A path below `/sc/v2/apps/{appId}`; every `{}` of the pattern takes the next id, encoded. */
export function suncoCall(
  account: SuncoAccount,
  request: Request,
  pattern: string,
  ids: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): HttpCall {
  return {
    ...request,
    origin: account.origin,
    authorization: suncoAuthorization(account),
    path: `/sc/v2/apps/${encodeURIComponent(account.appId)}${fillPath(pattern, ids)}${queryOf(query)}`,
    pattern: `/sc/v2/apps/{}${pattern}`,
  };
}

/** Puts encoded ids into the `{}` of a pattern. */
export function fillPath(pattern: string, ids: readonly string[]): string {
  let next = 0;
  return pattern.replaceAll("{}", () => encodeURIComponent(ids[next++] ?? ""));
}

/** `?a=b&…`, or nothing when there is no parameter. */
export function queryOf(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? "" : `?${text}`;
}

async function call<T>(http: ZendeskHttp, request: HttpCall, schema: Schema<T>): Promise<T> {
  return readAnswer(request, await http.send(request), "sunco", schema);
}

/** 404 of a call below a conversation means that the conversation is gone also when its code is only `not_found` (ListMessages, zendesk.md §2). */
async function callInConversation<T>(http: ZendeskHttp, request: HttpCall, schema: Schema<T>): Promise<T> {
  const answer = await http.send(request);
  if (isMissing(answer)) {
    throw new CodedError("zendesk_conversation_gone", `${name(request)} answered 404`);
  }
  return readAnswer(request, answer, "sunco", schema);
}

const missing = new Set(["not_found", "conversation_not_found", "user_not_found"]);

function isMissing({ status, json }: HttpAnswer): boolean {
  return status === 404 && errorCodes(json).some((code) => missing.has(code));
}

// ── Users ───────────────────────────────────────────────────────────────────────────────────────────────

const userAnswer = z.object({
  // Only a shortcut: without it the person is searched for.
  user: z.object({ id: messagingId, zendeskId: recordId.optional().catch(undefined) }),
});
export type SuncoUser = z.infer<typeof userAnswer>["user"];

export interface UserProfile {
  readonly givenName?: string;
  readonly email?: string;
  readonly locale: string;
}

/** CreateUser; undefined when the external id exists already (409 `conflict`). */
export async function createUser(
  http: ZendeskHttp,
  account: SuncoAccount,
  externalId: string,
  profile: UserProfile,
): Promise<SuncoUser | undefined> {
  const request = suncoCall(account, { method: "POST", json: { externalId, profile } }, "/users");
  const answer = await http.send(request);
  return answer.status === 409 ? undefined : readAnswer(request, answer, "sunco", userAnswer).user;
}

/** GetUser, by id or external id. */
export async function getUser(http: ZendeskHttp, account: SuncoAccount, id: string): Promise<SuncoUser> {
  return (await call(http, suncoCall(account, { method: "GET" }, "/users/{}", [id]), userAnswer)).user;
}

/** GetUser by external id; undefined when there is none. */
export async function findUser(
  http: ZendeskHttp,
  account: SuncoAccount,
  externalId: string,
): Promise<SuncoUser | undefined> {
  const request = suncoCall(account, { method: "GET" }, "/users/{}", [externalId]);
  const answer = await http.send(request);
  return isMissing(answer) ? undefined : readAnswer(request, answer, "sunco", userAnswer).user;
}

/** DeleteUser, with all his conversations; one who is gone is no failure. */
export async function deleteUser(http: ZendeskHttp, account: SuncoAccount, id: string): Promise<void> {
  const request = suncoCall(account, { method: "DELETE" }, "/users/{}", [id]);
  const answer = await http.send(request);
  if (!isMissing(answer)) readAnswer(request, answer, "sunco", z.unknown());
}

/** UpdateUser, by id or external id. */
export async function updateUser(
  http: ZendeskHttp,
  account: SuncoAccount,
  id: string,
  profile: UserProfile,
): Promise<SuncoUser> {
  const request = suncoCall(account, { method: "PATCH", json: { profile } }, "/users/{}", [id]);
  return (await call(http, request, userAnswer)).user;
}

// ── Conversations ───────────────────────────────────────────────────────────────────────────────────────

const switchboardIntegration = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  integrationType: z.string().nullish(),
});

/** What a webhook and the conversation calls say about a conversation. */
export const conversationSchema = z.object({
  id: messagingId,
  metadata: fieldsOf(z.unknown()).nullish(),
  activeSwitchboardIntegration: switchboardIntegration.nullish(),
});
export type SuncoConversation = z.infer<typeof conversationSchema>;

const conversationAnswer = z.object({ conversation: conversationSchema });
const meta = z
  .object({
    hasMore: z.boolean().nullish(),
    afterCursor: cursor,
    beforeCursor: cursor,
  })
  .nullish();
const conversationsAnswer = z.object({ conversations: countedListOf(conversationSchema), meta });

/** CreateConversation. */
export async function createConversation(
  http: ZendeskHttp,
  account: SuncoAccount,
  userId: string,
  metadata: Readonly<Record<string, string>>,
): Promise<SuncoConversation> {
  const json = { type: "personal", participants: [{ userId, subscribeSDKClient: false }], metadata };
  const request = suncoCall(account, { method: "POST", json }, "/conversations");
  return (await call(http, request, conversationAnswer)).conversation;
}

/** GetConversation; fails with `zendesk_conversation_gone` when it was deleted. */
export async function getConversation(
  http: ZendeskHttp,
  account: SuncoAccount,
  id: string,
): Promise<SuncoConversation> {
  const request = suncoCall(account, { method: "GET" }, "/conversations/{}", [id]);
  return (await callInConversation(http, request, conversationAnswer)).conversation;
}

/**
 * DeleteConversation, with its messages and files; one that is gone is no failure. False when Zendesk refuses: a
 * user's first conversation cannot be deleted (400, zendesk.md §4).
 */
export async function deleteConversation(
  http: ZendeskHttp,
  account: SuncoAccount,
  id: string,
): Promise<boolean> {
  const request = suncoCall(account, { method: "DELETE" }, "/conversations/{}", [id]);
  const answer = await http.send(request);
  if (answer.status === 400) return false;
  if (!isMissing(answer)) readAnswer(request, answer, "sunco", z.unknown());
  return true;
}

/** Whether there is one or another, two tell: neither may be one that cannot be read. */
const participantsAnswer = z.object({
  participants: z
    .array(z.unknown())
    .transform((all) => all.slice(0, 2))
    .pipe(z.array(z.object({ userId: messagingId }))),
});

/** ListParticipants: who takes part in a conversation, by user id, two at most; a personal one has one. */
export async function participantIds(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
): Promise<readonly string[]> {
  const path = "/conversations/{}/participants";
  const request = suncoCall(account, { method: "GET" }, path, [conversationId]);
  const { participants } = await callInConversation(http, request, participantsAnswer);
  return participants.map(({ userId }) => userId);
}

/** ListConversations of one user, page by page; undefined for one that cannot be read: he has it all the same. */
export function userConversations(
  http: ZendeskHttp,
  account: SuncoAccount,
  userId: string,
): AsyncGenerator<readonly (SuncoConversation | undefined)[]> {
  return eachPage(async (after) => {
    const request = suncoCall(account, { method: "GET" }, "/conversations", [], {
      "filter[userId]": userId,
      "page[size]": "100",
      ...(after === undefined ? {} : { "page[after]": after }),
    });
    const { conversations, meta } = await call(http, request, conversationsAnswer);
    return {
      page: conversations,
      next: meta?.hasMore === true ? (meta.afterCursor ?? undefined) : undefined,
    };
  });
}

/** PassControl and OfferControl; the switchboard integration by id, name or type. */
export async function control(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
  action: "passControl" | "offerControl",
  switchboardIntegration: string,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const json = { switchboardIntegration, ...(metadata === undefined ? {} : { metadata }) };
  const request = suncoCall(account, { method: "POST", json }, `/conversations/{}/${action}`, [
    conversationId,
  ]);
  // The answer is `{}`: its status says everything.
  await call(http, request, z.unknown());
}

// ── Messages and files ──────────────────────────────────────────────────────────────────────────────────

const postedAnswer = z.object({
  messages: listOf(z.object({ id: messagingId })),
});

/** PostMessage: the id Zendesk gave. */
export async function postMessage(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
  json: object,
): Promise<string> {
  const request = suncoCall(account, { method: "POST", json }, "/conversations/{}/messages", [
    conversationId,
  ]);
  const [posted] = (await callInConversation(http, request, postedAnswer)).messages;
  if (posted === undefined) {
    throw new CodedError("zendesk_answer_unreadable", "the answer to a posted message names no message");
  }
  return posted.id;
}

/** DeleteMessage; one that is gone is no failure. */
export async function deleteMessage(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const ids = [conversationId, messageId];
  const request = suncoCall(account, { method: "DELETE" }, "/conversations/{}/messages/{}", ids);
  const answer = await http.send(request);
  if (!isMissing(answer)) readAnswer(request, answer, "sunco", z.unknown());
}

const messagesAnswer = z.object({
  // The newest stand last.
  messages: z.array(z.unknown()).transform((messages) => messages.slice(-mostListed)),
  meta,
});

/** ListMessages from the newest page backwards; within a page oldest first. Messages are parsed by the caller, one by one. */
export function messagePages(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
): AsyncGenerator<readonly unknown[]> {
  return eachPage(async (before) => {
    const request = suncoCall(
      account,
      { method: "GET" },
      "/conversations/{}/messages",
      [conversationId],
      before === undefined ? {} : { "page[before]": before },
    );
    const { messages, meta } = await callInConversation(http, request, messagesAnswer);
    return { page: messages, next: meta?.hasMore === true ? (meta.beforeCursor ?? undefined) : undefined };
  });
}

/** 20 MB at 2 Mbit/s. */
const uploadMs = 90_000;

const attachmentAnswer = z.object({ attachment: z.object({ mediaUrl: z.url() }) });

/** UploadAttachment for one conversation (multipart part `source`). */
export async function uploadAttachment(
  http: ZendeskHttp,
  account: SuncoAccount,
  conversationId: string,
  file: { name: string; mediaType: string; bytes: Blob },
): Promise<{ mediaUrl: string }> {
  const form = new FormData();
  form.append("source", new Blob([file.bytes], { type: file.mediaType }), file.name);
  const upload = { method: "POST", form, withinMs: uploadMs } as const;
  const request = suncoCall(account, upload, "/attachments", [], {
    access: "public",
    for: "message",
    conversationId,
  });
  return (await call(http, request, attachmentAnswer)).attachment;
}

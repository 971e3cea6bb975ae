/** The Support API calls of a handoff (zendesk.md §6). */
import * as z from "zod";
import { CodedError, toCoded } from "../errors.ts";
import type { DeskAccount, DeskTicket } from "./desk.ts";
import { type HttpCall, readAnswer } from "./http.ts";
import { recordId } from "./ids.ts";
import { countedListOf, listOf } from "./list-of.ts";
import { fillPath, queryOf } from "./sunco.ts";
import type { SupportAccess } from "./support-access.ts";

export type SupportAccount = Pick<DeskAccount, "origin" | "api">;

export interface Support {
  readonly access: SupportAccess;
  readonly account: SupportAccount;
}

/** A call below `/api/v2`; every `{}` of the pattern takes the next id. */
export function supportCall(
  account: SupportAccount,
  request: Pick<HttpCall, "method" | "json">,
  pattern: string,
  ids: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): HttpCall {
  return {
    ...request,
    origin: account.origin,
    path: `/api/v2${fillPath(pattern, ids)}${queryOf(query)}`,
    pattern: `/api/v2${pattern}`,
  };
}

/** Makes the call with authorization and reads its answer. Whatever fails says that it was the Support API. */
export async function supportRequest<T>(
  { access, account }: Support,
  call: HttpCall,
  schema: Parameters<typeof readAnswer<T>>[3],
): Promise<T> {
  const answer = await access.send(account, call).catch((error: unknown) => {
    const { code, message, retryAfterMs } = toCoded(error);
    throw new CodedError(code, message, {
      cause: error,
      api: "support",
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  });
  return readAnswer(call, answer, "support", schema);
}

const statuses = ["new", "open", "pending", "hold", "solved", "closed"] as const;

const ticketSchema = z.object({
  id: recordId,
  status: z.enum(statuses),
  group_id: recordId.nullish(),
  created_at: z.iso.datetime({ offset: true }).nullish(),
  via: z.object({ channel: z.union([z.string(), z.number()]).nullish() }).nullish(),
});
export type SupportTicket = z.infer<typeof ticketSchema>;

/** A ticket in this program's words. */
export function deskTicket(ticket: SupportTicket): DeskTicket {
  return {
    id: ticket.id,
    status: ticket.status,
    ...(typeof ticket.group_id === "string" ? { groupId: ticket.group_id } : {}),
  };
}

const ticketsAnswer = z.object({ tickets: countedListOf(ticketSchema) });
const known = (ticket: SupportTicket | undefined): SupportTicket[] => (ticket === undefined ? [] : [ticket]);

/** TicketsShowMany, 100 ids a call; a ticket that does not exist is missing from the answer. */
export async function showTickets(
  support: Support,
  ids: readonly string[],
): Promise<readonly SupportTicket[]> {
  let found: readonly SupportTicket[] = [];
  for (let start = 0; start < ids.length; start += 100) {
    const query = { ids: ids.slice(start, start + 100).join(",") };
    const call = supportCall(support.account, { method: "GET" }, "/tickets/show_many", [], query);
    const { tickets } = await supportRequest(support, call, ticketsAnswer);
    found = [...found, ...tickets.flatMap(known)];
  }
  return found;
}

/** Tickets a user requested, newest first, at most 100. */
export async function requestedTickets(support: Support, zendeskUserId: string): Promise<SupportTicket[]> {
  return (await requested(support, zendeskUserId)).flatMap(known);
}

/** Whether a user ever requested a ticket, of whatever shape. */
export async function hasRequestedTickets(support: Support, zendeskUserId: string): Promise<boolean> {
  return (await requested(support, zendeskUserId)).length > 0;
}

async function requested(
  support: Support,
  zendeskUserId: string,
): Promise<readonly (SupportTicket | undefined)[]> {
  const path = "/users/{}/tickets/requested";
  const query = { sort_by: "created_at", sort_order: "desc", per_page: "100" };
  const call = supportCall(support.account, { method: "GET" }, path, [zendeskUserId], query);
  return (await supportRequest(support, call, ticketsAnswer)).tickets;
}

const usersAnswer = z.object({ users: listOf(z.object({ id: recordId })) });

/** Id of the Support user with this external id, once the search knows it. */
export async function searchUser(support: Support, externalId: string): Promise<string | undefined> {
  const query = { external_id: externalId };
  const call = supportCall(support.account, { method: "GET" }, "/users/search", [], query);
  return (await supportRequest(support, call, usersAnswer)).users[0]?.id;
}

/** UpdateTicket: puts a ticket into a group. */
export async function setTicketGroup(support: Support, ticketId: string, groupId: string): Promise<void> {
  // As a number where it is one: that is how the API documents it.
  const group_id = /^\d{1,15}$/.test(groupId) ? Number(groupId) : groupId;
  await updateTicket(support, ticketId, { group_id });
}

/** UpdateTicket: solves a ticket. Refused for one without assignee, or whose required fields are empty. */
export async function setTicketSolved(support: Support, ticketId: string): Promise<void> {
  await updateTicket(support, ticketId, { status: "solved" });
}

async function updateTicket(support: Support, ticketId: string, ticket: object): Promise<void> {
  const request = { method: "PUT", json: { ticket } } as const;
  await supportRequest(
    support,
    supportCall(support.account, request, "/tickets/{}", [ticketId]),
    z.unknown(),
  );
}

const logAnswer = z.object({ events: listOf(z.object({ reference: z.string().nullish() })) });
const messageReference = "zen:sunco:conversation_message:";

/** Ids of the Sunshine Conversations messages in a ticket's conversation log (zendesk.md §5.5). */
export async function loggedMessageIds(support: Support, ticketId: string): Promise<string[]> {
  const path = "/tickets/{}/conversation_log";
  const query = { "page[size]": "100" };
  const call = supportCall(support.account, { method: "GET" }, path, [ticketId], query);
  const answer = await supportRequest(support, call, logAnswer);
  return answer.events.flatMap(({ reference }) =>
    typeof reference === "string" && reference.startsWith(messageReference)
      ? [reference.slice(messageReference.length)]
      : [],
  );
}

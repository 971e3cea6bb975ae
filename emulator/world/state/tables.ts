/** The tables of the account: one line for each kind of entity. */
import * as z from "zod";
import * as entity from "./entities.ts";
import { createTable, type Indexes, type Row } from "./table.ts";

/** Everything the tables hold, as JSON: what a snapshot is. */
export type Contents = Readonly<Record<string, readonly unknown[]>>;

const Counter = z.object({ id: z.string(), value: z.number() });

/** The key of tickets in one group with one status. */
export const groupStatus = (groupId: number | string | undefined, status: string): string =>
  `${groupId ?? "none"} ${status}`;

/** `write` is told of every change, to keep it; a row undefined is gone. */
export function createTables(write: (kind: string, id: string, row: unknown) => void) {
  const kinds = new Map<
    string,
    { fill: (rows: readonly unknown[]) => void; all: () => unknown[]; clear: () => void }
  >();

  const table = <R extends Row, Index extends string = never>(
    kind: string,
    schema: z.ZodType<R>,
    indexes: Indexes<R, Index>,
  ) => {
    const made = createTable<R, Index>((id, row) => write(kind, id, row), indexes);
    kinds.set(kind, {
      fill: (rows) => {
        for (const row of rows) made.put(schema.parse(row));
      },
      all: made.all,
      clear: made.clear,
    });
    return made;
  };

  const tables = {
    accounts: table("accounts", entity.Account, {}),
    counters: table("counters", Counter, {}),
    users: table("users", entity.User, {
      externalId: (row) => row.externalId,
      /** The person of Support that the user is linked to. */
      person: (row) => row.zendeskId,
    }),
    conversations: table("conversations", entity.Conversation, { user: (row) => row.userId }),
    participants: table("participants", entity.Participant, {
      conversation: (row) => row.conversationId,
      user: (row) => row.userId,
    }),
    clients: table("clients", entity.Client, { user: (row) => row.userId }),
    messages: table("messages", entity.Message, {
      conversation: (row) => row.conversationId,
      ticket: (row) => row.ticketId,
    }),
    tickets: table("tickets", entity.Ticket, {
      requester: (row) => row.requesterId,
      assignee: (row) => row.assigneeId,
      externalId: (row) => row.externalId,
      conversation: (row) => row.conversationId,
      status: (row) => row.status,
      /** Group and status, as `groupStatus` writes them. */
      groupStatus: (row) => groupStatus(row.groupId, row.status),
    }),
    people: table("people", entity.Person, {
      externalId: (row) => row.externalId,
      /** In small letters: the case of an e-mail does not matter. */
      email: (row) => row.email?.toLowerCase(),
      role: (row) => row.role,
    }),
    groups: table("groups", entity.Group, {}),
    memberships: table("memberships", entity.Membership, {
      group: (row) => row.groupId,
      user: (row) => row.userId,
    }),
    integrations: table("integrations", entity.Integration, {}),
    webhooks: table("webhooks", entity.Webhook, { integration: (row) => row.integrationId }),
    deliveries: table("deliveries", entity.Delivery, {}),
    switchboardIntegrations: table("switchboardIntegrations", entity.SwitchboardIntegration, {}),
    attachments: table("attachments", entity.Attachment, {}),
    keys: table("keys", entity.Key, { integration: (row) => row.integrationId }),
    apiTokens: table("apiTokens", entity.ApiToken, {}),
    oauthClients: table("oauthClients", entity.OauthClient, {}),
    oauthTokens: table("oauthTokens", entity.OauthToken, {}),
    deletedTickets: table("deletedTickets", entity.DeletedTicket, {}),
    audits: table("audits", entity.Audit, { ticket: (row) => row.ticketId }),
    commentFiles: table("commentFiles", entity.CommentFile, {
      token: (row) => row.token,
      key: (row) => row.key,
    }),
    ticketFields: table("ticketFields", entity.TicketField, {}),
    identities: table("identities", entity.Identity, { person: (row) => row.personId }),
    oauthCodes: table("oauthCodes", entity.OauthCode, {}),
    timers: table("timers", entity.Timer, {}),
    ledger: table("ledger", entity.LedgerEntry, {}),
  };

  return {
    tables,
    contents: (): Contents => Object.fromEntries([...kinds].map(([kind, { all }]) => [kind, all()])),
    /** Replaces everything; kinds that `contents` lacks are empty afterwards. */
    load: (contents: Contents): void => {
      for (const { clear } of kinds.values()) clear();
      for (const [kind, { fill }] of kinds) fill(contents[kind] ?? []);
    },
    kinds: () => [...kinds.keys()],
  };
}
export type Tables = ReturnType<typeof createTables>["tables"];

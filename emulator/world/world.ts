/** The account as a whole: its tables, its time, and who listens to what happens in it. */
import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { AgentEvent } from "../agent/contract.ts";
import type { Clock } from "../clock.ts";
import type { Storage } from "../storage.ts";
import * as entity from "./entities.ts";
import { createTable } from "./table.ts";

const Counter = z.object({ id: z.string(), value: z.number() });

function createTables(write: (kind: string, id: string, row: unknown) => void) {
  const keep = (kind: string) => (id: string, row: unknown) => write(kind, id, row);
  return {
    accounts: createTable<entity.Account>(keep("accounts"), {}),
    counters: createTable<z.infer<typeof Counter>>(keep("counters"), {}),
    users: createTable<entity.User, "externalId">(keep("users"), { externalId: (row) => row.externalId }),
    conversations: createTable<entity.Conversation, "user">(keep("conversations"), {
      user: (row) => row.userId,
    }),
    messages: createTable<entity.Message, "conversation" | "ticket">(keep("messages"), {
      conversation: (row) => row.conversationId,
      ticket: (row) => row.ticketId,
    }),
    tickets: createTable<entity.Ticket, "requester">(keep("tickets"), {
      requester: (row) => row.requesterId,
    }),
    people: createTable<entity.Person, "externalId">(keep("people"), { externalId: (row) => row.externalId }),
    groups: createTable<entity.Group>(keep("groups"), {}),
    memberships: createTable<entity.Membership, "group" | "user">(keep("memberships"), {
      group: (row) => row.groupId,
      user: (row) => row.userId,
    }),
    integrations: createTable<entity.Integration>(keep("integrations"), {}),
    webhooks: createTable<entity.Webhook, "integration">(keep("webhooks"), {
      integration: (row) => row.integrationId,
    }),
    deliveries: createTable<entity.Delivery>(keep("deliveries"), {}),
    switchboardIntegrations: createTable<entity.SwitchboardIntegration>(keep("switchboardIntegrations"), {}),
    attachments: createTable<entity.Attachment>(keep("attachments"), {}),
    keys: createTable<entity.Key>(keep("keys"), {}),
    apiTokens: createTable<entity.ApiToken>(keep("apiTokens"), {}),
    oauthClients: createTable<entity.OauthClient>(keep("oauthClients"), {}),
    oauthTokens: createTable<entity.OauthToken>(keep("oauthTokens"), {}),
    ledger: createTable<entity.LedgerEntry>(keep("ledger"), {}),
  };
}
export type Tables = ReturnType<typeof createTables>;

/** Everything the tables hold, as JSON: what a snapshot is. */
export type Contents = Readonly<Record<string, readonly unknown[]>>;

export interface World extends Tables {
  readonly clock: Clock;
  readonly storage: Storage;
  /** Where this emulator is reached, e.g. `http://127.0.0.1:8090`. */
  origin: () => string;
  account: () => entity.Account;
  settings: () => entity.Settings;
  /** 24 hexadecimal digits, beginning with the time. */
  newId: () => string;
  /** The next id of Support's kind. */
  newNumber: (kind: "ticket" | "other") => number;
  /** Tells the operator pages. */
  announce: (event: AgentEvent) => void;
  onAnnounce: (listener: (event: AgentEvent) => void) => () => void;
  /** Keeps a webhook delivery and hands it to the sender. */
  queueDelivery: (delivery: entity.Delivery) => void;
  onDelivery: (listener: (delivery: entity.Delivery) => void) => void;
  contents: () => Contents;
  /** Replaces everything. */
  load: (contents: Contents) => void;
}

export function createWorld(clock: Clock, storage: Storage, origin: () => string): World {
  const tables = createTables(storage.write);
  const listeners = new Set<(event: AgentEvent) => void>();
  const senders = new Set<(delivery: entity.Delivery) => void>();
  let idCounter = randomBytes(3).readUIntBE(0, 3);

  const fill = (contents: Contents) => {
    const put = <Row>(kind: string, schema: z.ZodType<Row>, table: { put: (row: Row) => Row }) => {
      for (const row of contents[kind] ?? []) table.put(schema.parse(row));
    };
    put("accounts", entity.Account, tables.accounts);
    put("counters", Counter, tables.counters);
    put("users", entity.User, tables.users);
    put("conversations", entity.Conversation, tables.conversations);
    put("messages", entity.Message, tables.messages);
    put("tickets", entity.Ticket, tables.tickets);
    put("people", entity.Person, tables.people);
    put("groups", entity.Group, tables.groups);
    put("memberships", entity.Membership, tables.memberships);
    put("integrations", entity.Integration, tables.integrations);
    put("webhooks", entity.Webhook, tables.webhooks);
    put("deliveries", entity.Delivery, tables.deliveries);
    put("switchboardIntegrations", entity.SwitchboardIntegration, tables.switchboardIntegrations);
    put("attachments", entity.Attachment, tables.attachments);
    put("keys", entity.Key, tables.keys);
    put("apiTokens", entity.ApiToken, tables.apiTokens);
    put("oauthClients", entity.OauthClient, tables.oauthClients);
    put("oauthTokens", entity.OauthToken, tables.oauthTokens);
    put("ledger", entity.LedgerEntry, tables.ledger);
  };
  fill(Object.fromEntries(Object.keys(tables).map((kind) => [kind, storage.read(kind)])));

  const account = () => {
    const row = tables.accounts.get("account");
    if (row === undefined) throw new Error("the emulated account has not been seeded");
    return row;
  };
  const empty = () => {
    for (const table of Object.values(tables)) {
      for (const row of table.all()) table.delete("seq" in row ? row.seq : row.id);
    }
  };

  return {
    ...tables,
    clock,
    storage,
    origin,
    account,
    settings: () => account().settings,
    newId() {
      idCounter = (idCounter + 1) % 0x1000000;
      const seconds = Math.floor(clock.now() / 1000) % 0x100000000;
      return (
        seconds.toString(16).padStart(8, "0") +
        randomBytes(5).toString("hex") +
        idCounter.toString(16).padStart(6, "0")
      );
    },
    newNumber(kind) {
      const value = (tables.counters.get(kind)?.value ?? (kind === "ticket" ? 0 : 21_874_600_000_000)) + 1;
      tables.counters.put({ id: kind, value });
      return value;
    },
    announce(event) {
      for (const listener of listeners) listener(event);
    },
    onAnnounce(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    queueDelivery(delivery) {
      tables.deliveries.put(delivery);
      for (const send of senders) send(delivery);
    },
    onDelivery: (listener) => {
      senders.add(listener);
    },
    contents: () => Object.fromEntries(Object.entries(tables).map(([kind, table]) => [kind, table.all()])),
    load(contents) {
      empty();
      fill(contents);
      for (const listener of listeners) listener({ type: "reset" });
    },
  };
}

export const iso = (time: number): string => new Date(time).toISOString();

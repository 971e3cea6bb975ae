/**
 * What the questions are asked on: test users with conversations, tickets that grow from them. Each is made when
 * a question first needs it, and taken away at the end.
 */

import type { Cleanup } from "./cleanup.ts";
import { at, listAt, textAt, timeAt } from "./read.ts";
import { removeTalk } from "./remove.ts";
import { type Answer, codesOf, isFine, Stopped, type Tenant } from "./tenant.ts";
import { createTicketFinder, type FoundTicket } from "./ticket.ts";
import { lookUntil, type Waiting } from "./waiting.ts";

/** A test user with a conversation. */
export interface Talk {
  readonly label: string;
  readonly userId: string;
  readonly externalId: string;
  readonly conversationId: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
}

/** A conversation after control was passed to Agent Workspace, and what became of it. */
export interface Handover {
  readonly talk: Talk;
  readonly ticket: FoundTicket | undefined;
  /** When the visitor wrote, after control was passed. */
  readonly visitorWroteAt: number;
  /** Answer of passControl. */
  readonly passStatus: number;
}

export interface Stage {
  /** Marks everything that is made: `zlc-check-…`. */
  readonly mark: string;
  /** The same conversation for everybody who gives the same label. */
  readonly talk: (label: string, metadata?: Readonly<Record<string, string>>) => Promise<Talk>;
  readonly say: (
    talk: Talk,
    who: "visitor" | "business",
    text: string,
  ) => Promise<{ id: string; received: number }>;
  readonly messages: (talk: Talk) => Promise<readonly unknown[]>;
  /** Waits for a message that satisfies the test, as long as a list may lag. */
  readonly messageThat: (
    talk: Talk,
    test: (message: unknown) => boolean,
    withinMs?: number,
  ) => Promise<unknown>;
  readonly controller: (talk: Talk) => Promise<string | undefined>;
  /** Business message, control with this metadata, a pause, the visitor's message, the ticket. Once per talk. */
  readonly handOver: (label: string, metadata: Metadata, onConversation?: Metadata) => Promise<Handover>;
  readonly ticketOf: (
    talk: Talk,
    besides?: readonly string[],
    withinMs?: number,
  ) => Promise<FoundTicket | undefined>;
  /** A group with members, the account's default one last. */
  readonly group: () => Promise<Group | undefined>;
  /** Creates a group, which is deleted at the end. */
  readonly makeGroup: (json: object) => Promise<{ readonly id: string | undefined; readonly answer: Answer }>;
  readonly solved: (ticketId: string, status: "solved" | "closed") => Promise<boolean>;
}

type Metadata = Readonly<Record<string, string>>;

export const groupField = "dataCapture.systemField.group_id";
export const agentWorkspace = "zd:agentWorkspace";
/** Long enough that times of whole seconds tell what came first. */
export const pauseMs = 5_000;
/** After that something that did not come is taken for not coming. */
export const absentMs = 20_000;

interface StageOptions {
  readonly tenant: Tenant;
  /** The same account for taking away, which an interruption does not stop. */
  readonly sweeper: Tenant;
  readonly waiting: Waiting;
  readonly cleanup: Cleanup;
  readonly mark: string;
}

export function createStage({ tenant, sweeper, waiting, cleanup, mark }: StageOptions): Stage {
  const finder = createTicketFinder(tenant, waiting);
  const talks = new Map<string, Promise<Talk>>();
  const handovers = new Map<string, Promise<Handover>>();
  let chosen: Promise<Group | undefined> | undefined;

  async function openTalk(label: string, metadata: Metadata): Promise<Talk> {
    const externalId = `${mark}-${label}`;
    const made = await tenant.messaging("POST", "/users", {
      json: { externalId, profile: { givenName: "ZLC check", surname: `${mark} ${label}`, locale: "en" } },
    });
    const userId = textAt(made.json, "user.id");
    if (userId === undefined)
      throw new Stopped(`no test user could be created (${made.status} ${codesOf(made)})`);
    cleanup.add(`test user ${externalId}`, () => removeTalk(sweeper, { userId, externalId }));
    const opened = await tenant.messaging("POST", "/conversations", {
      json: { type: "personal", participants: [{ userId, subscribeSDKClient: false }], metadata },
    });
    const conversationId = textAt(opened.json, "conversation.id");
    if (conversationId === undefined)
      throw new Stopped(`no conversation could be created (${opened.status} ${codesOf(opened)})`);
    return { label, userId, externalId, conversationId };
  }

  function talk(label: string, metadata: Metadata = {}): Promise<Talk> {
    const opened = talks.get(label) ?? openTalk(label, metadata);
    talks.set(label, opened);
    return opened;
  }

  const say: Stage["say"] = async ({ conversationId, userId }, who, text) => {
    const author =
      who === "visitor" ? { type: "user", userId } : { type: "business", displayName: "ZLC check" };
    const answer = await tenant.messaging("POST", "/conversations/{}/messages", {
      ids: [conversationId],
      json: { author, content: { type: "text", text: `[${mark}] ${text}` } },
    });
    const id = textAt(answer.json, "messages.0.id");
    if (id === undefined)
      throw new Stopped(`a test message was refused (${answer.status} ${codesOf(answer)})`);
    return { id, received: timeAt(answer.json, "messages.0.received") ?? waiting.now() };
  };

  const messages: Stage["messages"] = async ({ conversationId }) =>
    listAt(
      (await tenant.messaging("GET", "/conversations/{}/messages", { ids: [conversationId] })).json,
      "messages",
    );

  async function handOver(label: string, metadata: Metadata, onConversation: Metadata): Promise<Handover> {
    const opened = await talk(label, onConversation);
    await say(opened, "business", "This conversation is a test of an integration. Please leave it alone.");
    const passed = await tenant.messaging("POST", "/conversations/{}/passControl", {
      ids: [opened.conversationId],
      json: { switchboardIntegration: agentWorkspace, metadata },
    });
    await waiting.sleep(pauseMs);
    const { received } = await say(opened, "visitor", "A visitor's message after control was passed.");
    const ticket = await finder.find(opened);
    return { talk: opened, ticket, visitorWroteAt: received, passStatus: passed.status };
  }

  async function chooseGroup(): Promise<Group | undefined> {
    const [groups, memberships] = await Promise.all([
      tenant.support("GET", "/groups", { query: { "page[size]": "100", exclude_deleted: "true" } }),
      tenant.support("GET", "/group_memberships", { query: { "page[size]": "100" } }),
    ]);
    const staffed = new Set(
      listAt(memberships.json, "group_memberships").map((row) => textAt(row, "group_id")),
    );
    const known = listAt(groups.json, "groups").flatMap((row) => {
      const [id, name] = [textAt(row, "id"), textAt(row, "name")];
      return id !== undefined && name !== undefined && staffed.has(id)
        ? [{ id, name, isDefault: at(row, "default") === true }]
        : [];
    });
    return known.find(({ isDefault }) => !isDefault) ?? known[0];
  }

  return {
    mark,
    talk,
    say,
    messages,
    messageThat: (of, test, withinMs = absentMs) =>
      lookUntil(waiting, { withinMs, everyMs: 1_000 }, async () => (await messages(of)).find(test)),
    controller: async ({ conversationId }) => {
      const answer = await tenant.messaging("GET", "/conversations/{}", { ids: [conversationId] });
      return textAt(answer.json, "conversation.activeSwitchboardIntegration.integrationType");
    },
    handOver: (label, metadata, onConversation = {}) => {
      const passed = handovers.get(label) ?? handOver(label, metadata, onConversation);
      handovers.set(label, passed);
      return passed;
    },
    ticketOf: (of, besides = [], withinMs) => finder.find(of, besides, withinMs),
    group: () => (chosen ??= chooseGroup()),
    makeGroup: async (json) => {
      const answer = await tenant.support("POST", "/groups", { json });
      const id = textAt(answer.json, "group.id");
      if (id !== undefined)
        cleanup.add(`group ${id}`, async () =>
          isFine(await sweeper.support("DELETE", "/groups/{}", { ids: [id] })) ? [] : [`group ${id}`],
        );
      return { id, answer };
    },
    solved: async (ticketId, status) =>
      isFine(await tenant.support("PUT", "/tickets/{}", { ids: [ticketId], json: { ticket: { status } } })),
  };
}

/** What several questions look at: handovers, an operator's reply, and the ends of a session. Each happens once a run. */
import type { Context } from "./question.ts";
import { at, textAt } from "./read.ts";
import { absentMs, agentWorkspace, groupField, type Handover, pauseMs, type Talk } from "./stage.ts";
import { lookUntil } from "./waiting.ts";

function once<T>(happen: (context: Context) => Promise<T>): (context: Context) => Promise<T> {
  const happened = new WeakMap<Context, Promise<T>>();
  return (context) => {
    const result = happened.get(context) ?? happen(context);
    happened.set(context, result);
    return result;
  };
}

/** A handover that names a group on passControl, where there is one. */
export const grouped = once(async ({ stage }): Promise<Handover> => {
  const group = await stage.group();
  return stage.handOver("grouped", group === undefined ? {} : { [groupField]: group.id });
});

/** A handover that names a group that does not exist. */
export const ungrouped = once(
  ({ stage }): Promise<Handover> => stage.handOver("ungrouped", { [groupField]: "1" }),
);

export interface OperatorReply {
  /** As the list of messages has it. */
  readonly message: unknown;
  /** As a webhook told it. */
  readonly event: unknown;
}

/** Undefined when there is no operator, no ticket, or no reply came. */
export const operatorReply = once(async (context): Promise<OperatorReply | undefined> => {
  const { operator, stage, listener, waiting } = context;
  const { talk, ticket } = await grouped(context);
  if (operator === undefined || ticket === undefined) return undefined;
  const done = await operator.does({
    id: "reply",
    ticketId: ticket.id,
    words: [
      `Open ticket ${ticket.id} in Agent Workspace.`,
      "Type a few words, wait five seconds, make one of them bold, and send.",
    ],
  });
  if (done === "skipped") return undefined;
  const isReply = (message: unknown) => {
    const agent = at(message, "metadata");
    return (
      textAt(message, "source.type") === agentWorkspace &&
      typeof agent === "object" &&
      agent !== null &&
      "__zendesk_msg.agent.id" in agent &&
      !["", "__trigger"].includes(String(agent["__zendesk_msg.agent.id"]))
    );
  };
  const message = await stage.messageThat(talk, isReply, 60_000);
  if (message === undefined) return undefined;
  const told = () =>
    listener
      ?.received()
      .flatMap(({ events }) => events)
      .find(({ event }) => textAt(event, "payload.message.id") === textAt(message, "id"));
  const event =
    listener === undefined
      ? undefined
      : await lookUntil(waiting, { withinMs: absentMs, everyMs: 1_000 }, async () => told()?.event);
  return { message, event };
});

export interface EndedSession {
  readonly controller: string | undefined;
  readonly activity: string | undefined;
  /** Types of the events that came; undefined without a webhook. */
  readonly events: readonly string[] | undefined;
  /** Where the visitor's next message went. */
  readonly next: "new" | "same" | undefined;
}

/** Undefined when nobody ended it. */
export const endedByOperator = once(async (context): Promise<EndedSession | undefined> => {
  const { operator, stage } = context;
  const { talk, ticket } = await grouped(context);
  if (operator === undefined || ticket === undefined) return undefined;
  const since = eventsSince(context, talk);
  const done = await operator.does({
    id: "end-session",
    ticketId: ticket.id,
    words: [`In ticket ${ticket.id}, choose “End session”. Leave the ticket open.`],
  });
  if (done === "skipped") return undefined;
  const activity = await activityIn(context, talk);
  const controller = await stage.controller(talk);
  const events = since();
  return { controller, activity, events, next: await nextTicket(context, talk, ticket.id) };
});

/** Writes as the visitor, passes control once more if that alone brings nothing, and looks where it went. */
async function nextTicket(context: Context, talk: Talk, ticketId: string): Promise<EndedSession["next"]> {
  const { stage, tenant } = context;
  const look = async (messageId: string): Promise<EndedSession["next"]> => {
    const newer = await stage.ticketOf(talk, [ticketId], absentMs);
    if (newer !== undefined) return "new";
    const log = await tenant.support("GET", "/tickets/{}/conversation_log", {
      ids: [ticketId],
      query: { "page[size]": "100" },
    });
    return JSON.stringify(log.json).includes(messageId) ? "same" : undefined;
  };
  const written = await stage.say(talk, "visitor", "A visitor's message after the session was ended.");
  const went = await look(written.id);
  if (went !== undefined) return went;
  await tenant.messaging("POST", "/conversations/{}/passControl", {
    ids: [talk.conversationId],
    json: { switchboardIntegration: agentWorkspace },
  });
  return look((await stage.say(talk, "visitor", "And one after control was passed again.")).id);
}

export interface SolvedTicket {
  readonly status: string;
  readonly messages: readonly unknown[];
  readonly events: readonly string[] | undefined;
}

/** The ticket of a conversation that no operator touched. */
const untouched = once(({ stage }): Promise<Handover> => stage.handOver("untouched", {}));

export const solvedTicket = once(async (context): Promise<SolvedTicket | undefined> => {
  const { stage, waiting } = context;
  const { talk, ticket } = await untouched(context);
  if (ticket === undefined) return undefined;
  const since = eventsSince(context, talk);
  if (!(await stage.solved(ticket.id, "solved"))) return undefined;
  await waiting.sleep(absentMs);
  const messages = await stage.messages(talk);
  return { status: await statusOf(context, ticket.id), messages, events: since() };
});

export const closedTicket = once(async (context): Promise<Omit<EndedSession, "next"> | undefined> => {
  const { stage } = context;
  const { talk, ticket } = await untouched(context);
  if (ticket === undefined || (await solvedTicket(context)) === undefined) return undefined;
  const since = eventsSince(context, talk);
  const isClosed = (await statusOf(context, ticket.id)) === "closed";
  if (!isClosed && !(await stage.solved(ticket.id, "closed"))) return undefined;
  const activity = await activityIn(context, talk);
  return { controller: await stage.controller(talk), activity, events: since() };
});

export const isSurvey = (message: unknown): boolean =>
  textAt(message, "source.type") === "zd:surveys" || textAt(message, "metadata.type") === "csat";

async function statusOf({ tenant }: Context, ticketId: string): Promise<string> {
  const answer = await tenant.support("GET", "/tickets/{}", { ids: [ticketId] });
  return textAt(answer.json, "ticket.status") ?? "unknown";
}

/** The type of the activity that a message of the conversation carries, given time to come. */
async function activityIn({ stage, waiting }: Context, talk: Talk): Promise<string | undefined> {
  const message = await stage.messageThat(talk, (one) => at(one, "activity") !== undefined);
  await waiting.sleep(pauseMs);
  return textAt(message, "activity.type");
}

/** What webhooks tell of the conversation from now on. */
function eventsSince({ listener }: Context, talk: Talk): () => readonly string[] | undefined {
  const before = listener?.received().length ?? 0;
  return () =>
    listener
      ?.received()
      .slice(before)
      .flatMap(({ events }) => events)
      .filter(({ event }) => textAt(event, "payload.conversation.id") === talk.conversationId)
      .map(({ type, event }) => {
        const [activity, reason] = [
          textAt(event, "payload.message.activity.type"),
          textAt(event, "payload.reason"),
        ];
        const more = activity ?? reason;
        return more === undefined ? type : `${type} (${more})`;
      });
}

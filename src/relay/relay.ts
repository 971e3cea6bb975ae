/** The relay: what the faces of a conversation call, what the bot says, and the conversation's timers. */
import type { Bot, BotReply } from "../bot/port.ts";
import type { ConnectRequest, Effect } from "../conversation/events.ts";
import { type Content, type Handoff, type Identity, toPlainText } from "../conversation/model.ts";
import { waitingLimits } from "../conversation/state.ts";
import { CodedError, unfailing } from "../errors.ts";
import { maxTextLength, type SayContent } from "../protocol/chat.ts";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import type { LoadedConversation, Store } from "../store/port.ts";
import { type Apply, createApply } from "./apply.ts";
import { type DueLoop, startDueLoop } from "./due-loop.ts";
import { createListeners } from "./listeners.ts";
import type { Relay, Typing } from "./port.ts";
import { retryMessage, retryParked } from "./retries.ts";
import { accountName, workingConnector } from "./working-connector.ts";

export interface RelayPorts {
  readonly store: Store;
  readonly bot: Bot;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
}

/** The relay with what the delivery, the inbox and the watch need besides. */
export interface RunningRelay extends Relay {
  readonly apply: Apply;
  readonly announceTyping: (conversationId: string, typing: Typing) => void;
  /** Deliveries were committed: lanes may have work. */
  readonly onDeliveries: (listener: () => void) => () => void;
  /** A handoff began, moved or ended: its row as it is now committed. */
  readonly onHandoff: (listener: (handoff: Handoff) => void) => () => void;
  /** An operator sent a file: it should be fetched while Zendesk has it. */
  readonly onRemoteFile: (listener: (fileId: string) => void) => () => void;
  /** Has a parked delivery of the bot tried again, see `retries.ts`. */
  readonly retryParked: (parked: { botId: string; handoffId: string; position: number }) => Promise<number>;
  readonly stop: () => Promise<void>;
}

const timersPerRun = 50;
/** A timer that could not be run is tried again after this. */
const afterFailureMs = 10_000;
/** What ran out while nobody could be heard waits so long: pages are back within half of it, and lanes move again. */
const afterStartMs = 60_000;

export function startRelay(ports: RelayPorts): RunningRelay {
  const { store, bot, newId } = ports;
  const onError = unfailing(ports.onError);
  const changes = createListeners<[conversationId: string]>();
  const typings = createListeners<[conversationId: string, typing: Typing]>();
  const deliveries = createListeners<[]>();
  const handoffs = createListeners<[handoff: Handoff]>();
  const remoteFiles = createListeners<[fileId: string]>();
  const replies = new Set<Promise<void>>();

  const apply = createApply({
    ...ports,
    onCommitted: (conversationId, { step, visible }) => {
      if (visible) changes.call(conversationId);
      if (step.deliveries.length > 0) deliveries.call();
      if (step.handoff !== undefined) handoffs.call(step.handoff);
      if (step.timers.length > 0) timers.wake();
      for (const effect of step.effects) run(conversationId, effect);
    },
  });

  function run(conversationId: string, effect: Effect): void {
    if (effect.type === "fetch_file") return remoteFiles.call(effect.fileId);
    // A failure here is made good by the `bot_reply` timer, which asks again.
    const reply = askBot(conversationId, effect.seq).catch(onError);
    replies.add(reply);
    void reply.then(() => replies.delete(reply));
  }

  async function askBot(conversationId: string, seq: number): Promise<void> {
    const conversation = await store.conversations.load(conversationId);
    const message = await store.conversations.message(conversationId, seq);
    if (conversation === undefined) return;
    const { head, state } = conversation;
    if (message === undefined) {
      // It cannot be read (any more): what was said after it is answered all the same.
      await apply(conversationId, () => ({
        type: "bot_replied",
        toSeq: seq,
        answers: [],
        memory: state.memory,
      }));
      return;
    }
    const reply = await bot.reply({
      botId: head.botId,
      text: toPlainText(message.content),
      language: head.language,
      memory: state.memory,
      skillReady: async (skillId) =>
        (await workingConnector(store, head.botId))?.groups.some((group) => group.skillId === skillId) ??
        false,
    });
    const connect = await connectRequest(store, newId, conversation, reply);
    await apply(conversationId, () => ({
      type: "bot_replied",
      toSeq: seq,
      answers: reply.answers,
      memory: reply.memory,
      ...(connect && { connect }),
    }));
  }

  let starting = true;
  const timers: DueLoop = startDueLoop({
    onError,
    nextDue: () => store.timers.nextDue(),
    run: async () => {
      const due = await store.timers.due(timersPerRun);
      for (const { conversationId, kind } of due) {
        if (starting && kind !== "bot_reply") {
          await store.timers.later(conversationId, kind, afterStartMs);
          continue;
        }
        await apply(conversationId, async (conversation) => {
          // What was said while it fell due comes first, and may have cleared or moved it.
          if (!(await store.timers.isDue(conversationId, kind))) return undefined;
          const { state } = conversation;
          const undelivered =
            state.mode === "bot" ? [] : await store.conversations.undelivered(state.handoff.id);
          return { type: "timer_fired", kind, undelivered };
        }).catch(async (error: unknown) => {
          // One conversation's trouble is not the others'.
          onError(error);
          await store.timers.later(conversationId, kind, afterFailureMs);
        });
      }
      starting &&= due.length === timersPerRun;
      return due.length === timersPerRun;
    },
  });

  return {
    apply,
    announceTyping: typings.call,
    onChange: changes.add,
    onTyping: typings.add,
    onDeliveries: deliveries.add,
    onHandoff: handoffs.add,
    onRemoteFile: remoteFiles.add,

    openConversation: async (head, tokenHash) => {
      await store.conversations.create(head, tokenHash);
      const greeting = await bot.greet(head.botId, head.language);
      await apply(head.id, () => ({ type: "opened", greeting }));
    },

    say: async (conversationId, clientId, said) => {
      const outcome: { seq?: number } = {};
      const applied = await apply(conversationId, async (conversation) => {
        const earlier = await store.conversations.findByClientId(conversationId, clientId);
        if (earlier !== undefined) outcome.seq = earlier.seq;
        if (earlier !== undefined) return undefined;
        return { type: "visitor_said", clientId, content: await toContent(store, conversation, said) };
      });
      const seq = outcome.seq ?? (applied.outcome === "applied" ? applied.step.messages[0]?.seq : undefined);
      if (seq === undefined)
        throw new CodedError("internal", "a visitor's message was neither stored nor known");
      return { seq };
    },

    leave: async (conversationId) => {
      await apply(conversationId, () => ({ type: "visitor_left" }));
    },

    wait: async (conversationId) => {
      await apply(conversationId, () => ({ type: "visitor_waits" }));
    },

    retry: async (conversationId, seq) => {
      await retryMessage({ store, apply }, conversationId, seq);
    },

    retryParked: (parked) => retryParked({ store, apply }, parked),

    stop: async () => {
      await timers.stop();
      await Promise.all(replies);
    },
  };
}

/** Parsed once more at the heart, since every face of the conversation comes through here. */
async function toContent(
  store: Store,
  { head, state }: LoadedConversation,
  said: SayContent,
): Promise<Content> {
  const conversationId = head.id;
  if (said.type === "text") {
    const text = said.text.trim();
    if (text === "") throw new CodedError("message_empty", "the message has no text");
    if (text.length > maxTextLength)
      throw new CodedError("message_too_long", `the message has ${text.length} characters`);
    return { type: "text", body: richTextFromPlain(text) };
  }
  if (said.type === "choice") {
    const offering = await store.conversations.message(conversationId, said.seq);
    const choice = offering?.content.type === "text" ? offering.content.choices?.[said.choice] : undefined;
    if (choice === undefined)
      throw new CodedError("choice_unknown", `message ${said.seq} offers no answer ${said.choice}`);
    const { label, ...chosen } = choice;
    // Only the session that offered it can make sense of more than the words.
    const isLive = state.mode !== "bot" && state.handoff.id === offering?.handoffId;
    return { type: "text", body: richTextFromPlain(label), ...(isLive && { chosen }) };
  }
  const caption = said.caption?.trim() ?? "";
  if (caption.length > maxTextLength)
    throw new CodedError("message_too_long", `the caption has ${caption.length} characters`);
  const file = await store.files.load(said.fileId);
  if (file === undefined || file.conversationId !== conversationId || !file.stored) {
    throw new CodedError("file_unknown", "no such file in this conversation");
  }
  return {
    type: "file",
    fileId: file.id,
    name: file.name,
    mediaType: file.mediaType,
    ...(file.size !== undefined && { size: file.size }),
    image: file.image,
    ...(caption !== "" && { caption }),
  };
}

async function connectRequest(
  store: Store,
  newId: () => string,
  { head }: LoadedConversation,
  reply: BotReply,
): Promise<ConnectRequest | undefined> {
  if (reply.connect === undefined) return undefined;
  const connector = await workingConnector(store, head.botId);
  // As full as visitors' messages may make it, an account takes no new handoffs either.
  if (connector === undefined || (await store.lanes.waiting(connector.id)) >= waitingLimits.account)
    return "unavailable";
  const { skillId } = reply.connect;
  const skill = (await store.bots.skills(head.botId)).find(({ id }) => id === skillId);
  const group = connector.groups.find((candidate) => candidate.skillId === skillId);
  const identity = identityFrom(connector.senderId, reply.memory.variables);
  return {
    handoffId: newId(),
    connectorId: connector.id,
    account: accountName(connector),
    ...(connector.ends && { ends: connector.ends }),
    externalId: `zlc-${head.id}`,
    ...(skill && {
      // An empty group still escalates, without group: nobody would look into it.
      skill: {
        id: skill.id,
        name: skill.name,
        ...(group && group.members > 0 && { groupId: group.groupId }),
      },
    }),
    ...(identity && { identity }),
  };
}

function identityFrom(variable: string, variables: Readonly<Record<string, string>>): Identity | undefined {
  const value = variable === "" ? undefined : variables[variable]?.trim();
  return value === undefined || value === "" ? undefined : { variable, value };
}

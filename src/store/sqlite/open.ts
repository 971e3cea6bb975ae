import type { Store } from "../port.ts";
import { startThread, type ThreadOptions } from "./thread.ts";

/**
 * The store in `folder`, which this process then has for itself. `now` is the store's clock, milliseconds since
 * 1970. Fails with `data_folder_in_use`, `data_folder_unwritable`, `data_folder_newer` or `store_failed`.
 */
export async function openSqliteStore(
  options: Omit<ThreadOptions, "now"> & Partial<Pick<ThreadOptions, "now">>,
): Promise<Store> {
  const { call, close } = await startThread({ now: Date.now, ...options });
  return {
    conversations: {
      create: (head, tokenHash) => call("createConversation", head, tokenHash),
      load: (id) => call("loadConversation", id),
      findByToken: (tokenHash) => call("findConversationByToken", tokenHash),
      commit: (turn) => call("commitTurn", turn),
      findByClientId: (conversationId, clientId) => call("findMessageByClientId", conversationId, clientId),
      findByZendeskMessage: (connectorId, id) => call("findMessageByZendeskId", connectorId, id),
      changes: (conversationId, query) => call("changedMessages", conversationId, query),
      message: (conversationId, seq) => call("loadMessage", conversationId, seq),
      messages: (conversationId, range) => call("messageRange", conversationId, range),
      undelivered: (handoffId) => call("undeliveredMessages", handoffId),
    },
    lanes: {
      claim: (leaseMs, limit) => call("claimLanes", leaseMs, limit),
      postpone: (claim, again) => call("postponeClaim", claim, again),
      nextDue: () => call("nextLaneDue"),
      depth: (handoffId) => call("laneDepth", handoffId),
      waiting: (connectorId) => call("waitingDeliveries", connectorId),
      setAside: (claim) => call("setLaneAside", claim),
      echoed: (echo) => call("noteEcho", echo),
    },
    parked: {
      list: (botId, page) => call("listParked", botId, page),
      load: (handoffId, position) => call("loadParked", handoffId, position),
      ofHandoff: (handoffId) => call("parkedOfHandoff", handoffId),
      forget: (ageMs, limit) => call("forgetParked", ageMs, limit),
    },
    secondLooks: {
      add: (handoffId, inMs) => call("addSecondLook", handoffId, inMs),
      take: (limit, againMs) => call("takeSecondLooks", limit, againMs),
      plan: (taken, next) => call("planSecondLook", taken, next),
      nextDue: () => call("nextSecondLook"),
    },
    inbox: {
      add: (events) => call("addToInbox", events),
      due: (limit) => call("dueInbox", limit),
      later: (event, inMs) => call("postponeInbox", event, inMs, 1),
      hold: (event, inMs) => call("postponeInbox", event, inMs, 0),
      finish: (event, result) => call("finishInbox", event, result),
      forgetFinished: (ageMs, limit) => call("forgetFinished", ageMs, limit),
      nextDue: () => call("nextInboxDue"),
    },
    timers: {
      due: (limit) => call("dueTimers", limit),
      later: (conversationId, kind, inMs) => call("postponeTimer", conversationId, kind, inMs),
      isDue: (conversationId, kind) => call("isTimerDue", conversationId, kind),
      nextDue: () => call("nextTimerDue"),
    },
    handoffs: {
      load: (id) => call("loadHandoff", id),
      findByZendeskConversation: (connectorId, id) =>
        call("findHandoffByZendeskConversation", connectorId, id),
      awaitsConversation: (connectorId) => call("awaitsConversation", connectorId),
      open: () => call("openHandoffs"),
    },
    files: {
      addUpload: (file, limits) => call("addUpload", file, limits),
      uploadedBytes: (conversationId) => call("uploadedBytes", conversationId),
      load: (id) => call("loadFile", id),
      markStored: (id, facts) => call("markFileStored", id, facts),
      noteOpened: (id) => call("noteOpened", id),
      surplusCopies: (bytes, limit) => call("surplusCopies", bytes, limit),
      forgetCopies: (copies) => call("forgetCopies", copies),
      retireUnsaid: (ageMs, limit) => call("retireUnsaid", ageMs, limit),
      forgetRetired: (ids) => call("forgetRetired", ids),
      nextUnsaid: (ageMs) => call("nextUnsaid", ageMs),
    },
    bots: {
      list: () => call("listBots"),
      load: (id) => call("loadBot", id),
      save: (bot) => call("saveBot", bot),
      skills: (botId) => call("listSkills", botId),
      addSkill: (skill) => call("addSkill", skill),
      removeSkill: (botId, skillId) => call("removeSkill", botId, skillId),
      channel: (id) => call("loadChannel", id),
      channels: (botId) => call("listChannels", botId),
      saveChannel: (channel) => call("saveChannel", channel),
      knowledge: (botId) => call("listKnowledge", botId),
      knowledgeVersion: (botId) => call("knowledgeVersion", botId),
      saveKnowledge: (row) => call("saveKnowledge", row),
      removeKnowledge: (botId, itemId) => call("removeKnowledge", botId, itemId),
    },
    connectors: {
      load: (id) => call("loadConnector", id),
      findByBot: (botId) => call("findConnectorByBot", botId),
      save: (connector) => call("saveConnector", connector),
      saveWebhookSecret: (connector, secret) => call("saveWebhookSecret", connector, secret),
    },
    consoleSessions: {
      create: (session) => call("createConsoleSession", session),
      find: (tokenHash) => call("findConsoleSession", tokenHash),
      remove: (tokenHash) => call("removeConsoleSession", tokenHash),
    },
    facts: {
      get: (name) => call("getFact", name),
      set: (name, value) => call("setFact", name, value),
    },
    close,
  };
}

/**
 * What the main thread can ask of the worker, by name. Reads see what is committed; writes run inside a group
 * commit, each within its own savepoint.
 */
import {
  addSkill,
  knowledgeVersion,
  listBots,
  listChannels,
  listKnowledge,
  listSkills,
  loadBot,
  loadChannel,
  removeKnowledge,
  removeSkill,
  saveBot,
  saveChannel,
  saveKnowledge,
} from "./bots.ts";
import { findConnectorByBot, loadConnector, saveConnector, saveWebhookSecret } from "./connectors.ts";
import { createConsoleSession, findConsoleSession, removeConsoleSession } from "./console-sessions.ts";
import {
  changedMessages,
  createConversation,
  findConversationByToken,
  findMessageByClientId,
  findMessageByZendeskId,
  loadConversation,
  loadMessage,
  messageRange,
  undeliveredMessages,
} from "./conversations.ts";
import { forgetCopies, noteOpened, surplusCopies } from "./copies.ts";
import { noteEcho } from "./echoes.ts";
import { getFact, setFact } from "./facts.ts";
import { loadFile, markFileStored } from "./files.ts";
import {
  awaitsConversation,
  findHandoffByZendeskConversation,
  loadHandoff,
  openHandoffs,
} from "./handoffs.ts";
import { addToInbox, dueInbox, finishInbox, forgetFinished, nextInboxDue, postponeInbox } from "./inbox.ts";
import {
  claimLanes,
  laneDepth,
  nextLaneDue,
  postponeClaim,
  setLaneAside,
  waitingDeliveries,
} from "./lanes.ts";
import { forgetParked, listParked, loadParked, parkedOfHandoff } from "./parked.ts";
import { addSecondLook, nextSecondLook, planSecondLook, takeSecondLooks } from "./second-looks.ts";
import type { Session } from "./session.ts";
import { dueTimers, isTimerDue, nextTimerDue, postponeTimer } from "./timers.ts";
import { commitTurn } from "./turn.ts";
import { addUpload, forgetRetired, nextUnsaid, retireUnsaid, uploadedBytes } from "./uploads.ts";

const reads = {
  loadConversation,
  findConversationByToken,
  findMessageByClientId,
  findMessageByZendeskId,
  changedMessages,
  loadMessage,
  messageRange,
  undeliveredMessages,
  nextLaneDue,
  laneDepth,
  waitingDeliveries,
  listParked,
  loadParked,
  parkedOfHandoff,
  nextSecondLook,
  nextInboxDue,
  isTimerDue,
  nextTimerDue,
  loadHandoff,
  findHandoffByZendeskConversation,
  awaitsConversation,
  openHandoffs,
  loadFile,
  uploadedBytes,
  surplusCopies,
  nextUnsaid,
  listBots,
  loadBot,
  listSkills,
  loadChannel,
  listChannels,
  listKnowledge,
  knowledgeVersion,
  loadConnector,
  findConnectorByBot,
  findConsoleSession,
  getFact,
};

const writes = {
  createConversation,
  commitTurn,
  claimLanes,
  postponeClaim,
  setLaneAside,
  noteEcho,
  forgetParked,
  addSecondLook,
  planSecondLook,
  takeSecondLooks,
  // Writes, since they put away what cannot be read.
  dueTimers,
  dueInbox,
  postponeTimer,
  addToInbox,
  postponeInbox,
  finishInbox,
  forgetFinished,
  addUpload,
  markFileStored,
  noteOpened,
  forgetCopies,
  retireUnsaid,
  forgetRetired,
  saveBot,
  addSkill,
  removeSkill,
  saveChannel,
  saveKnowledge,
  removeKnowledge,
  saveConnector,
  saveWebhookSecret,
  createConsoleSession,
  removeConsoleSession,
  setFact,
};

const operations = { ...reads, ...writes };
type Operations = typeof operations;

export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Operations[K] extends (
  session: Session,
  ...input: infer I
) => unknown
  ? I
  : never;
export type Output<K extends OperationName> = ReturnType<Operations[K]>;

/** One question to the worker. */
export interface Request<K extends OperationName = OperationName> {
  readonly id: number;
  /** The store's clock when it was asked. */
  readonly now: number;
  readonly name: K;
  readonly input: Input<K>;
}

// Written as a mapped type so that the compiler relates a request's name to its input and output.
const table: { readonly [K in OperationName]: (session: Session, ...input: Input<K>) => Output<K> } =
  operations;

export function perform<K extends OperationName>(session: Session, request: Request<K>): Output<K> {
  return table[request.name](session, ...request.input);
}

export function isWrite(name: OperationName): boolean {
  return name in writes;
}

/** What the faces of a conversation (the chatbox's, Dydu's) ask of the relay. */
import type { ConversationHead } from "../conversation/model.ts";
import type { SayContent } from "../protocol/chat.ts";

/** An operator (or the bot) is writing, or stopped. */
export interface Typing {
  readonly name?: string;
  readonly on: boolean;
}

export interface Relay {
  /** Creates the conversation and lets the bot greet. `tokenHash`: SHA-256 of the visitor's token, hex. */
  readonly openConversation: (head: ConversationHead, tokenHash: string) => Promise<void>;
  /**
   * Resolves once the message is committed; a resend of the same `clientId` resolves with its first seq.
   * Fails with `message_empty`, `message_too_long`, `file_unknown` or `queue_full`: nothing was stored then.
   */
  readonly say: (conversationId: string, clientId: string, content: SayContent) => Promise<{ seq: number }>;
  /** The visitor goes back to the bot. Without a livechat nothing happens. */
  readonly leave: (conversationId: string) => Promise<void>;
  /** The visitor was asked whether to go on waiting, and does. Where nothing was asked nothing happens. */
  readonly wait: (conversationId: string) => Promise<void>;
  /** Sends a failed message of the livechat in progress once more. Any other seq changes nothing. */
  readonly retry: (conversationId: string, seq: number) => Promise<void>;
  /** Called after every commit that changed the conversation's revision. The answer stops it. */
  readonly onChange: (listener: (conversationId: string) => void) => () => void;
  readonly onTyping: (listener: (conversationId: string, typing: Typing) => void) => () => void;
}

/**
 * The contract between chatbox and server: what travels over the websocket (`/api/chat`), over the long-poll
 * (`/api/chat/poll`) and at the opening of a session (`POST /api/chat/sessions`). `docs/chat-protocol.json`
 * is generated from here. Unknown fields are ignored on both sides.
 */
import * as z from "zod/mini";
import { richTextSchema } from "./rich-text.ts";

/** Longest text a visitor can send, in UTF-16 code units. */
export const maxTextLength = 4000;
/** Largest file a visitor can send, in bytes, unless it is configured: a session says what holds. */
export const maxFileBytes = 20 * 1024 * 1024;
/** The server closes with this code when trying again is of no use: the session is not known (any more). Everything else: reconnect. */
export const closeCodeStop = 4099;

// What checks its value is marked as free of side effects, so that a page's bundle leaves out what it does not use.

/** A text of at most so many characters; zod counts code points, however many UTF-16 code units each takes. */
/* @__NO_SIDE_EFFECTS__ */
function textUpTo(most: number) {
  return z.string().check(z.maxLength(most));
}

/* @__NO_SIDE_EFFECTS__ */
function wholeNumber() {
  return z.number().check(z.int(), z.nonnegative());
}

const idSchema = /* @__PURE__ */ z.string().check(z.minLength(1), z.maxLength(64));

/** Halves of surrogate pairs are all stored as the same sign: two such ids would be taken for one. */
export const clientIdSchema = /* @__PURE__ */ idSchema.check(
  z.refine<string>((value) => value.isWellFormed()),
);
const languageSchema = z.enum(["en", "fr"]);
export type Language = z.infer<typeof languageSchema>;

// ── Session ─────────────────────────────────────────────────────────────────────────────────────────────

/** `POST /api/chat/sessions`. With a known `token` the same conversation comes back, else a new one begins. */
export const sessionRequestSchema = z.object({
  channelId: idSchema,
  token: z.optional(textUpTo(200)),
  language: z.optional(textUpTo(35)),
  /** The page runs in the preview: the conversation is marked as a test. */
  preview: z.optional(z.boolean()),
});
export type SessionRequest = z.infer<typeof sessionRequestSchema>;

export const sessionSchema = z.object({
  token: z.string(),
  conversationId: z.string(),
  language: languageSchema,
  channel: z.object({
    /** Name shown at the head of the chatbox. */
    title: z.string(),
    /** Accent colour, `#rrggbb`. */
    accent: z.string(),
  }),
  limits: z.object({ textLength: z.number(), fileBytes: z.number() }),
});
export type Session = z.infer<typeof sessionSchema>;

// ── Messages ────────────────────────────────────────────────────────────────────────────────────────────

export const wireAuthorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("visitor") }),
  z.object({ type: z.literal("bot"), name: z.string() }),
  z.object({
    type: z.literal("operator"),
    name: z.string(),
    avatarUrl: z.optional(z.string()),
    /** Sent by a rule of Zendesk's (away, queue), not written by a person. */
    automatic: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal("system") }),
]);

/** An answer that a message offers; giving it is a `say` of type `choice`. */
export const wireChoiceSchema = z.object({ label: z.string() });

export const wireContentSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    body: richTextSchema,
    choices: z.optional(z.array(wireChoiceSchema)),
  }),
  z.object({
    type: z.literal("file"),
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    /** Bytes; absent when Zendesk did not say and the file is not fetched yet. */
    size: z.optional(z.number()),
    /** True for a raster image that may be shown in place. */
    image: z.boolean(),
    /** Signed and short-lived (one hour): ask `POST /api/chat/files/link` for a fresh one later. */
    url: z.string(),
    caption: z.optional(z.string()),
  }),
  /** Said by the system (connecting, joined, ended …), in the visitor's language. */
  z.object({ type: z.literal("notice"), notice: z.string(), text: z.string() }),
]);

export const wireMessageSchema = z.object({
  id: z.string(),
  /** Commit order, starting at 1, never changed. Also the display order, unless `above` says otherwise. */
  seq: z.number(),
  /**
   * The message was overtaken on its way: it is shown directly above the message with this seq, which was written
   * after it and came before it. Applied in the order of seq; that message may itself have been moved.
   */
  above: z.optional(z.number()),
  /** When the server stored it, milliseconds since 1970. */
  at: z.number(),
  author: wireAuthorSchema,
  content: wireContentSchema,
  /** The sender's own id, on the visitor's messages. */
  clientId: z.optional(z.string()),
  /** Visitor's messages only. `sent`: stored here; `delivered`: Zendesk has it; `failed`: it will not arrive. */
  delivery: z.optional(z.enum(["sent", "delivered", "failed"])),
  /** Why it failed, in the visitor's words. */
  failure: z.optional(z.string()),
  /** Written by an operator after the livechat had ended. */
  late: z.optional(z.boolean()),
});
export type WireMessage = z.infer<typeof wireMessageSchema>;

/**
 * `nobody_came`: no operator has written for a while. `solved`: the operator sees the request as solved; who writes
 * opens it again. `unreachable`: what was written has not reached Zendesk for a while.
 */
export const questionSchema = z.enum(["nobody_came", "solved", "unreachable"]);
export type Question = z.infer<typeof questionSchema>;

/** Who answers at the moment. */
export const statusSchema = z.object({
  mode: z.enum(["bot", "connecting", "livechat"]),
  /** The operator who wrote last in this livechat. */
  operator: z.optional(z.object({ name: z.string(), avatarUrl: z.optional(z.string()) })),
  /** What the visitor is asked at the moment; `leave` answers each of them, `wait` all but `solved`, and so does writing. */
  question: z.optional(questionSchema),
});
export type Status = z.infer<typeof statusSchema>;

// ── Frames ──────────────────────────────────────────────────────────────────────────────────────────────

/** Half a surrogate pair is no text that Zendesk could be sent: it becomes U+FFFD, as browsers show it anyway. */
const writtenText = /* @__PURE__ */ z.string().check(z.overwrite((text) => text.toWellFormed()));

export const sayContentSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: writtenText }),
  z.object({
    type: z.literal("file"),
    fileId: textUpTo(64),
    caption: z.optional(writtenText),
  }),
  /** One of the answers that the message with this seq offers, counted from 0. */
  z.object({
    type: z.literal("choice"),
    seq: wholeNumber(),
    choice: wholeNumber(),
  }),
]);
export type SayContent = z.infer<typeof sayContentSchema>;

export const clientFrameSchema = z.discriminatedUnion("type", [
  /** First frame on every socket: everything that changed after `revision` follows. */
  z.object({
    type: z.literal("hello"),
    token: textUpTo(200),
    revision: wholeNumber(),
  }),
  /** Sending the same `clientId` again is safe: it gets its first ack again. */
  z.object({ type: z.literal("say"), clientId: clientIdSchema, content: sayContentSchema }),
  /** The visitor leaves the livechat and goes back to the bot. */
  z.object({ type: z.literal("leave") }),
  /** The visitor was asked and goes on waiting. */
  z.object({ type: z.literal("wait") }),
  /** Sends the visitor's message with this seq, which failed, once more; it keeps its place in the chatbox. */
  z.object({ type: z.literal("retry"), seq: wholeNumber() }),
  /** Keeps the connection known to be alive; answered with `pong`. */
  z.object({ type: z.literal("ping") }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

export const serverFrameSchema = z.discriminatedUnion("type", [
  /**
   * Messages that are new or changed (replace by `seq`), and the state. Sent after `hello` and on every change.
   * `revision` is where to resume from once this frame was taken in: nothing that changed up to it is missing.
   * A long history comes in several frames, the oldest changes first, and an answer to a poll holds one of them.
   * Where the first one is below the revision asked from, the server's database was put back: all follows anew.
   */
  z.object({
    type: z.literal("changes"),
    revision: z.number(),
    status: statusSchema,
    messages: z.array(wireMessageSchema),
    /**
     * More has changed than this frame holds: it follows on a websocket, and is what the next poll answers. Who does
     * not know this field gets all of it too, and only cannot tell that it was not all yet.
     */
    more: z.optional(z.boolean()),
  }),
  /** The message is stored for good. */
  z.object({ type: z.literal("ack"), clientId: z.string(), seq: z.number() }),
  /** The message was not taken; `message` says why, in the visitor's language. */
  z.object({ type: z.literal("rejected"), clientId: z.string(), code: z.string(), message: z.string() }),
  z.object({ type: z.literal("typing"), name: z.optional(z.string()), on: z.boolean() }),
  z.object({ type: z.literal("pong") }),
  /** Trying again is of no use with this token; the socket closes with 4099. */
  z.object({ type: z.literal("stop"), code: z.string() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

/**
 * `POST /api/chat/poll`: frames to send, and a wait of at most 25 s for something newer than `revision`. The answer
 * holds one frame of changes at most; the next poll, from its revision on, goes on with what follows.
 * `too_many_requests` where more polls of one conversation ask at the same moment than a few tabs do.
 */
export const pollRequestSchema = z.object({
  token: textUpTo(200),
  revision: wholeNumber(),
  frames: z.optional(/* @__PURE__ */ z.array(clientFrameSchema).check(z.maxLength(20))),
});
export const pollAnswerSchema = z.object({ frames: z.array(serverFrameSchema) });

/** `POST /api/chat/files` (multipart, part `file`, `Authorization: Bearer <token>`): the id to put into a `say` frame. */
export const uploadAnswerSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
  image: z.boolean(),
  url: z.string(),
});
/** `POST /api/chat/files/link` with `Authorization: Bearer <token>`. */
export const linkRequestSchema = z.object({ fileId: textUpTo(64) });
export const linkAnswerSchema = z.object({ url: z.string() });

/** The body of every HTTP error of this server. */
export const errorAnswerSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

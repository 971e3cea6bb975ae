/**
 * The desk: everything a handoff asks of Zendesk, in this program's words. Sunshine Conversations and the
 * Support API stay behind it (reference: zendesk.md §§1–6).
 *
 * Each call is one attempt and fails with a `CodedError` whose retry class says what may be done next. Calls
 * that create something come with a `find…` that looks whether an unclear attempt was accepted after all.
 */
import type { Choice, Identity } from "../conversation/model.ts";

/** Where and as whom to call. Secrets are in the clear here: never log one of these. */
export interface DeskAccount {
  readonly connectorId: string;
  /** Origin of the account, e.g. `https://acme.zendesk.com`. */
  readonly origin: string;
  readonly appId: string;
  readonly integrationId: string;
  readonly key: { readonly id: string; readonly secret: string };
  readonly api:
    | { readonly kind: "token"; readonly email: string; readonly token: string }
    | { readonly kind: "oauth"; readonly clientId: string; readonly clientSecret: string };
  /** Found at Update: the switchboard integration of Agent Workspace, and ours when the integration stands in the switchboard. */
  readonly agentWorkspace: string;
  readonly ownSwitchboardIntegration?: string;
}

export interface DeskUser {
  readonly externalId: string;
  readonly identity?: Identity;
  readonly locale: string;
}

export interface OpenConversation {
  readonly userId: string;
  readonly handoffId: string;
  readonly groupId?: string;
}

/** Our message as the operator will see it. `key` is written to its metadata: the way to find it again. */
export interface OutgoingMessage {
  readonly key: string;
  readonly author:
    | { readonly type: "visitor"; readonly userId: string }
    | { readonly type: "business"; readonly name: string };
  readonly content:
    | { readonly type: "text"; readonly text: string }
    | {
        readonly type: "file";
        readonly mediaUrl: string;
        readonly name: string;
        readonly image: boolean;
        readonly caption?: string;
      };
  /** When it was first said, for history messages. */
  readonly saidAt?: number;
  /** It answers one of the operator's messages by what that offered. */
  readonly chosen?: Omit<Choice, "label">;
}

/** A message as Zendesk has it, from its list or a webhook. */
export interface DeskMessage {
  readonly id: string;
  readonly received: number;
  /** Our own key when we posted it. */
  readonly key?: string;
  readonly author:
    | { readonly type: "visitor" }
    /** `automatic`: away notices, queue notices; `survey`: CSAT; `self`: posted by us. */
    | {
        readonly type: "business";
        readonly kind: "human" | "automatic" | "survey" | "bot" | "self";
        readonly name: string;
        readonly avatarUrl?: string;
      };
  readonly content: DeskContent;
  /** A system activity carried by the message (zendesk.md §3.1), e.g. `ticket:closed`. */
  readonly activity?: string;
}

/** A button that a message offers: `link` opens a page, `answer` is said by the visitor, `other` works elsewhere only. */
export type DeskAction =
  | { readonly kind: "link"; readonly label: string; readonly href: string }
  | ({ readonly kind: "answer" } & Choice)
  | { readonly kind: "other"; readonly label: string };

/** One entry of a carousel or list. */
export interface DeskCard {
  readonly title: string;
  readonly description?: string;
  /** Address of its picture, when anybody can open it. */
  readonly picture?: string;
  readonly hasPrivatePicture?: boolean;
  readonly actions: readonly DeskAction[];
}

export type DeskContent =
  | {
      readonly type: "text";
      readonly text?: string;
      readonly htmlText?: string;
      readonly markdownText?: string;
      readonly actions?: readonly DeskAction[];
    }
  | {
      readonly type: "cards";
      readonly text: string;
      readonly cards: readonly DeskCard[];
      readonly actions: readonly DeskAction[];
    }
  | {
      readonly type: "place";
      readonly text: string;
      readonly name: string;
      readonly address: string;
      /** Degrees. */
      readonly latitude: number;
      readonly longitude: number;
    }
  /** What is asked for, by the labels of its fields. It cannot be answered through the API (zendesk.md §4), only in words. */
  | { readonly type: "form"; readonly text: string; readonly labels: readonly string[] }
  | {
      readonly type: "file";
      readonly mediaUrl: string;
      readonly name: string;
      readonly mediaType?: string;
      readonly size?: number;
      readonly image: boolean;
      readonly caption?: string;
      readonly actions?: readonly DeskAction[];
    }
  /** A kind this program does not show yet; `text` is Zendesk's own fallback, when it gives one. */
  | { readonly type: "other"; readonly kind: string; readonly text?: string };

export interface DeskTicket {
  readonly id: string;
  readonly status: "new" | "open" | "pending" | "hold" | "solved" | "closed";
  readonly groupId?: string;
}

/** What a handoff may have at Zendesk. */
export interface LeftBehind {
  readonly handoffId: string;
  /** Under which external ids it may have a user; `own`: no other handoff uses him. */
  readonly users: readonly { readonly externalId: string; readonly own: boolean }[];
}

/** What leads to the ticket of a handoff. */
export interface HandoffTicket {
  /** Its id, once it was found. */
  readonly ticketId?: string;
  readonly externalId: string;
  readonly userId: string;
  readonly conversationId: string;
  /** When the handoff began, milliseconds since 1970. */
  readonly startedAt: number;
  /** No ticket counts of which nothing but its age tells that it is this one. */
  readonly byLogOnly?: boolean;
}

export interface News {
  readonly messages: readonly DeskMessage[];
  readonly redacted: readonly string[];
}

export interface Desk {
  /** Creates the user, or reads it when the external id exists already (409). */
  ensureUser: (account: DeskAccount, user: DeskUser) => Promise<{ userId: string }>;
  openConversation: (account: DeskAccount, open: OpenConversation) => Promise<{ conversationId: string }>;
  /** The conversation of this user whose metadata names the handoff. */
  findConversation: (
    account: DeskAccount,
    userId: string,
    handoffId: string,
  ) => Promise<{ conversationId: string } | undefined>;
  post: (
    account: DeskAccount,
    conversationId: string,
    message: OutgoingMessage,
    /** `userId`: of the visitor, who is another at Zendesk by now than the message said. */
  ) => Promise<{ messageId: string; userId?: string }>;
  /** Deletes a message of ours; one that is gone is no failure. */
  deleteMessage: (account: DeskAccount, conversationId: string, messageId: string) => Promise<void>;
  /** Looks for our key among the messages that came after `afterMessageId` (all when absent). */
  findMessage: (
    account: DeskAccount,
    conversationId: string,
    key: string,
    afterMessageId?: string,
  ) => Promise<{ messageId: string } | undefined>;
  /** Uploads a file for one conversation and gives the address to post. */
  upload: (
    account: DeskAccount,
    conversationId: string,
    file: { name: string; mediaType: string; bytes: Blob },
  ) => Promise<{ mediaUrl: string }>;
  /** Only where our integration stands in the switchboard: keeps Zendesk from opening a ticket too early (zendesk.md §5.4). */
  takeControl: (account: DeskAccount, conversationId: string) => Promise<void>;
  passControl: (
    account: DeskAccount,
    conversationId: string,
    pass: { firstMessageId?: string; groupId?: string; identity?: Identity },
  ) => Promise<void>;
  /** Only where our integration stands in the switchboard: has Zendesk tell us of the conversation after control has passed. */
  staySubscribed: (account: DeskAccount, conversationId: string) => Promise<void>;
  /** Messages after `afterMessageId`, oldest first; at most the newest 500. */
  messagesAfter: (
    account: DeskAccount,
    conversationId: string,
    afterMessageId?: string,
  ) => Promise<readonly DeskMessage[]>;
  /** The same, and the ids of messages that were redacted, as far as they stand on the pages that are read for it. */
  newsAfter: (account: DeskAccount, conversationId: string, afterMessageId?: string) => Promise<News>;
  /** `operators`: Agent Workspace has control; `other`: somebody else or nobody; `gone`: deleted. */
  control: (account: DeskAccount, conversationId: string) => Promise<"operators" | "other" | "gone">;
  /** The ticket that grew from the conversation (zendesk.md §5.5), once Zendesk shows it. */
  findTicket: (account: DeskAccount, handoff: HandoffTicket) => Promise<DeskTicket | undefined>;
  /** By id; a ticket that no longer exists is missing from the answer. */
  tickets: (account: DeskAccount, ticketIds: readonly string[]) => Promise<readonly DeskTicket[]>;
  /** Removes what a handoff that the operators never got has left; what is not there is no failure. */
  takeBack: (account: DeskAccount, left: LeftBehind) => Promise<void>;
  assignGroup: (account: DeskAccount, ticketId: string, groupId: string) => Promise<void>;
  /**
   * Solves the handoff's ticket; one that is solved, closed or gone stays as it is. Fails with `zendesk_ticket_unknown`
   * while Zendesk does not show it. Zendesk solves no ticket without an assignee (zendesk.md §6): one that nobody has
   * taken stays in its queue, and the refusal is reported as a setback.
   */
  solveTicket: (account: DeskAccount, handoff: HandoffTicket) => Promise<void>;
  /** Streams a media file with credentials, following redirects to accepted hosts only, without handing credentials on. */
  fetchMedia: (
    account: DeskAccount,
    mediaUrl: string,
    maxBytes: number,
  ) => Promise<{ mediaType: string; body: ReadableStream<Uint8Array> }>;
}

/** A desk for one piece of work, so that an account that answers slowly or without end holds up nothing else. */
export interface TimedDesk<Calls = Desk> {
  /**
   * A desk whose calls all end within so many milliseconds from now. What is under way then is cut off, which is unclear
   * as ever; what begins later fails as not sent. Only an access token that has to be fetched may take 20 s more.
   */
  readonly within: (ms: number) => Calls;
}

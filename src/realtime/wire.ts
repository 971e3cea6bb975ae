/** From what is stored to what the chatbox gets: nothing of Zendesk's ids, everything in the visitor's language. */
import type { Author, Content, Message } from "../conversation/model.ts";
import type { NoticeKey } from "../conversation/notices.ts";
import type { ConversationState } from "../conversation/state.ts";
import type { Language, Status, WireMessage } from "../protocol/chat.ts";

/** The system's words (`bot/texts.ts`). */
export interface VisitorTexts {
  readonly notice: (
    notice: NoticeKey,
    values: Readonly<Record<string, string>>,
    language: Language,
  ) => string;
  /** Why something was refused or did not arrive. */
  readonly error: (code: string, language: Language) => string;
}

/** How one conversation is shown. */
export interface View {
  readonly botName: string;
  readonly language: Language;
  readonly texts: VisitorTexts;
  /** A fresh address of a file. */
  readonly linkTo: (fileId: string) => string;
}

export function wireMessage(message: Message, view: View): WireMessage {
  const { id, seq, at, clientId, delivery, failure, above, late } = message;
  return {
    id,
    seq,
    at,
    author: wireAuthor(message.author, view),
    content: wireContent(message.content, view),
    ...(clientId !== undefined && { clientId }),
    ...(delivery !== undefined && { delivery }),
    ...(failure !== undefined && { failure: view.texts.error(failure, view.language) }),
    ...(above !== undefined && { above }),
    ...(late !== undefined && { late }),
  };
}

export function wireStatus(state: ConversationState): Status {
  if (state.mode !== "livechat") return { mode: state.mode };
  const { lastOperator, question } = state.handoff;
  return {
    mode: "livechat",
    ...(lastOperator && { operator: lastOperator }),
    ...(question !== undefined && { question }),
  };
}

function wireAuthor(author: Author, view: View): WireMessage["author"] {
  return author.type === "bot" ? { type: "bot", name: view.botName } : author;
}

function wireContent(content: Content, view: View): WireMessage["content"] {
  switch (content.type) {
    case "text":
      return {
        type: "text",
        body: content.body,
        ...(content.choices && { choices: content.choices.map(({ label }) => ({ label })) }),
      };
    case "file":
      return { ...content, url: view.linkTo(content.fileId) };
    case "notice":
      return {
        type: "notice",
        notice: content.notice,
        text: view.texts.notice(content.notice, content.values, view.language),
      };
  }
}

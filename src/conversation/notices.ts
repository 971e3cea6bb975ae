/** What the system says in a conversation. The words, per language, are the bot's texts (`bot/texts.ts`). */
export const noticeKeys = [
  "connecting",
  "connected",
  "operator_joined",
  "nobody_came",
  "solved",
  "silence_warning",
  /** In the place of a message that was redacted at Zendesk. */
  "message_removed",
  "unreachable",
  "ended_by_operator",
  "ended_by_visitor",
  "ended_solved",
  "ended_silent",
  "ended_disabled",
  "ended_unreachable",
  "connection_failed",
  "connection_timeout",
  "livechat_unavailable",
] as const;

export type NoticeKey = (typeof noticeKeys)[number];

export const en = {
  chat: "Chat",
  messages: "Conversation",
  you: "You",
  assistant: "Assistant",
  // Header
  connectingToOperator: "Connecting you with a person…",
  answeredByOperator: "A person will answer you",
  close: "Close the chat",
  leave: "Leave the chat with the operator",
  leaveTitle: "Leave the chat with the operator?",
  leaveText: "The operator will see that you left, and the assistant answers you again.",
  leaveConnectingText: "You will not be connected, and the assistant answers you again.",
  leaveConfirm: "Leave the chat",
  leaveCancel: "Stay",
  leaving: "Leaving…",
  // Questions
  questions: {
    nobody_came: {
      title: "Do you want to keep waiting?",
      text: "Nobody from our team is free yet. Your messages stay here.",
    },
    solved: {
      title: "Is your request solved?",
      text: "If something is missing, just write below.",
    },
    unreachable: {
      title: "Our team cannot be reached right now",
      text: "Your messages are kept and will be delivered as soon as possible.",
    },
  },
  keepWaiting: "Keep waiting",
  toAssistant: "Back to the assistant",
  oneMoment: "One moment…",
  // Transcript
  emptyTitle: "How can we help?",
  emptyText: "Write your question below. You will get an answer here.",
  today: "Today",
  yesterday: "Yesterday",
  newMessages: (count: number): string => (count === 1 ? "1 new message" : `${count} new messages`),
  toEnd: "Go to the latest message",
  typing: (name: string | undefined): string =>
    name === undefined ? "Someone is writing…" : `${name} is writing…`,
  late: "Arrived after the chat had ended",
  overtaken: "Arrived late",
  automatic: "Automatic message",
  choices: "Suggested answers",
  states: {
    sending: "Sending…",
    sent: "Sent",
    delivered: "Delivered",
    failed: "Not delivered",
    rejected: "Not sent",
  },
  retry: "Send again",
  reuse: "Use this text again",
  remove: "Remove",
  // Files
  file: "File",
  openImage: (name: string): string => `${name}, open larger in a new tab`,
  download: "Download",
  imageMissing: "The picture could not be loaded.",
  fileMissing: "The file could not be opened. Please try again.",
  tryAgain: "Try again",
  uploading: (name: string, percent: number): string => `Uploading ${name}: ${percent}%`,
  cancelUpload: (name: string): string => `Cancel the upload of ${name}`,
  uploadNotAnswered: "The upload was interrupted. Check your connection and try again.",
  // Composer
  write: "Write a message",
  writePlaceholder: "Write a message…",
  send: "Send",
  attach: "Attach a file",
  attachHint: (limit: string): string => `Up to ${limit} per file`,
  dropHere: "Drop your files here",
  removeFile: (name: string): string => `Remove ${name}`,
  charactersLeft: (left: number): string =>
    left === 1 ? "1 character left" : `${left.toLocaleString("en")} characters left`,
  tooLong: (over: number): string =>
    `Your message is ${over.toLocaleString("en")} ${over === 1 ? "character" : "characters"} too long. Shorten it or send it in parts.`,
  emptyMessage: "Write something first.",
  fileTooLarge: (name: string, limit: string): string =>
    `“${name}” is too large. A file can have at most ${limit}.`,
  fileEmpty: (name: string): string => `“${name}” is empty, so there is nothing to send.`,
  tooManyFiles: (most: number): string => `You can send ${most} files at a time.`,
  // Connection
  loading: "Opening the chat…",
  lost: "Connection lost. Trying again…",
  back: "Connected again.",
  refusedTitle: "This chat is not available",
  refusedText: "It may have been switched off. Please come back later.",
  slowTitle: "The chat cannot be reached",
  slowText: "Check your connection. We keep trying.",
  testConversation: "Test",
  bytes: ["B", "kB", "MB"],
};

export type Strings = typeof en;

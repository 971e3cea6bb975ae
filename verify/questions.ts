/** Every question, in the order in which it is asked: those that a later one disturbs come first. */
import type { Question } from "./question.ts";
import { agentMessage } from "./questions/agent-message.ts";
import { agentTyping } from "./questions/agent-typing.ts";
import { automaticMessages } from "./questions/automatic-messages.ts";
import { automations } from "./questions/automations.ts";
import { closedTicketQuestion } from "./questions/closed-ticket.ts";
import { deletedMessage } from "./questions/deleted-message.ts";
import { endedSession } from "./questions/ended-session.ts";
import { firstResponder } from "./questions/first-responder.ts";
import { groupNames } from "./questions/group-names.ts";
import { groupOnControl } from "./questions/group-on-control.ts";
import { groupOnConversation } from "./questions/group-on-conversation.ts";
import { listLag } from "./questions/list-lag.ts";
import { privateFiles } from "./questions/private-files.ts";
import { rateLimit } from "./questions/rate-limit.ts";
import { refusedControl } from "./questions/refused-control.ts";
import { searchLag } from "./questions/search-lag.ts";
import { severalConversations } from "./questions/several-conversations.ts";
import { solvedTicketQuestion } from "./questions/solved-ticket.ts";
import { supportAccess } from "./questions/support-access.ts";
import { supportLimit } from "./questions/support-limit.ts";
import { ticketBirth } from "./questions/ticket-birth.ts";
import { ticketTrail } from "./questions/ticket-trail.ts";
import { unknownGroup } from "./questions/unknown-group.ts";
import { webhookDelivery } from "./questions/webhook-delivery.ts";

export const questions: readonly Question[] = [
  supportAccess,
  supportLimit,
  severalConversations,
  listLag,
  privateFiles,
  refusedControl,
  deletedMessage,
  firstResponder,
  ticketBirth,
  searchLag,
  ticketTrail,
  automaticMessages,
  groupOnControl,
  groupOnConversation,
  unknownGroup,
  webhookDelivery,
  agentMessage,
  agentTyping,
  endedSession,
  solvedTicketQuestion,
  closedTicketQuestion,
  automations,
  groupNames,
  rateLimit,
];

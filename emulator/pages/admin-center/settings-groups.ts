import type { AdminWords } from "./words/en.ts";

interface SettingsGroup {
  readonly label: keyof AdminWords["settings"]["groups"];
  readonly names: readonly string[];
}

/** What administrators of real accounts can set as well. */
export const messagingGroups: readonly SettingsGroup[] = [
  { label: "responder", names: ["defaultResponder", "multiConversations", "privateAttachments"] },
  {
    label: "automatic",
    names: [
      "offlineMessage",
      "contactDetailsForm",
      "firstReplyMessage",
      "queueMessage",
      "satisfactionSurvey",
    ],
  },
  { label: "end", names: ["closeSolvedAfterFourDays", "closeSolvedAtOnce", "assignOnSolve"] },
];

const switchGroups: readonly SettingsGroup[] = [
  { label: "tickets", names: ["ticketBornAt", "groupMetadata", "autoJoinNewGroups"] },
  { label: "agents", names: ["agentTextFormat", "agentTypingEvents", "automaticAgentId"] },
  {
    label: "end",
    names: ["controlAfterEnd", "endSessionActivityMessage", "ticketAfterEndedSession"],
  },
  { label: "limits", names: ["supportPlan", "searchLagSeconds", "messageListLagMs"] },
  { label: "failures", names: ["controlFailures", "deletedMessages", "apiTokensRetired"] },
];

/** Has a page of its own: API configuration. */
const elsewhere = ["apiTokenAccess"];

/** The remaining switches, those nobody has sorted yet at the end. */
export function switchGroupsOf(settings: Readonly<Record<string, unknown>>): readonly SettingsGroup[] {
  const sorted = new Set([
    ...elsewhere,
    ...[...messagingGroups, ...switchGroups].flatMap(({ names }) => names),
  ]);
  const other = Object.keys(settings).filter((name) => !sorted.has(name));
  return [...switchGroups, ...(other.length === 0 ? [] : [{ label: "other" as const, names: other }])];
}

import type { AdminWords } from "./words/en.ts";

type Label = keyof AdminWords["about"];

interface Category {
  readonly path: string;
  readonly label: "people" | "channels" | "appsIntegrations";
  readonly icon: "people" | "chat" | "apps";
  readonly items: readonly { readonly path: string; readonly label: Label }[];
}

export const paths = {
  teamMembers: "/admin/people/team-members",
  groups: "/admin/people/groups",
  messaging: "/admin/channels/messaging-settings",
  switches: "/admin/channels/emulator-switches",
  conversationIntegrations: "/admin/apps-integrations/conversation-integrations",
  conversationApi: "/admin/apps-integrations/conversation-api",
  apiTokens: "/admin/apps-integrations/api-tokens",
  apiConfiguration: "/admin/apps-integrations/api-configuration",
  oauthClients: "/admin/apps-integrations/oauth-clients",
} as const satisfies Record<Label, string>;

const items = (...labels: Label[]) => labels.map((label) => ({ label, path: paths[label] }));

/** The categories of Admin Center and what is below them, in its order. */
export const categories: readonly Category[] = [
  { path: "/admin/people", label: "people", icon: "people", items: items("teamMembers", "groups") },
  { path: "/admin/channels", label: "channels", icon: "chat", items: items("messaging", "switches") },
  {
    path: "/admin/apps-integrations",
    label: "appsIntegrations",
    icon: "apps",
    items: items(
      "conversationIntegrations",
      "conversationApi",
      "apiTokens",
      "apiConfiguration",
      "oauthClients",
    ),
  },
];

/** The category as the first step of the way to a page. */
export function crumbOf(label: Category["label"], words: AdminWords) {
  const category = categories.find((candidate) => candidate.label === label);
  return { to: category?.path ?? "/admin", label: words[label] };
}

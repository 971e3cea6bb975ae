import type { ConnectorField, ProblemReason } from "../../../src/protocol/console.ts";

interface FieldText {
  readonly label: string;
  readonly hint: string;
}

const fields: Record<ConnectorField, FieldText> = {
  domain: {
    label: "Domain name",
    hint: "For example acme.zendesk.com: what your browser’s address bar shows when you are logged in to Zendesk.",
  },
  appId: {
    label: "App id",
    hint: "For example 64f1a2b3c4d5e6f7a8b9c0d1. It is on the details page of the integration you created.",
  },
  integrationId: {
    label: "Integration id",
    hint: "For example 65a7c1d2e3f4a5b6c7d8e9f0. It is on the same details page, next to the app id.",
  },
  keyId: {
    label: "Key id",
    hint: "For example app_66b0c2d3e4f5a6b7c8d9e0f1. In the Admin Center: Apps and integrations › Conversations API › Create API key.",
  },
  keySecret: {
    label: "Secret key",
    hint: "For example k3Jx…Q9w. Zendesk shows it once, in the pop-up that also gives the key id.",
  },
  email: {
    label: "Email address",
    hint: "For example alex@acme.com: the account that created the API token.",
  },
  apiToken: {
    label: "API token",
    hint: "For example 6wiIBWbG…ksWE. In the Admin Center: Apps and integrations › API tokens › Add API token. “Allow API token access” must be ticked under API configuration.",
  },
  clientId: {
    label: "Client id",
    hint: "For example chatbot_connector: the identifier of the client under Apps and integrations › APIs › OAuth clients.",
  },
  clientSecret: {
    label: "Client secret",
    hint: "For example 8f2c…d41a. Zendesk shows it once, when you save the client.",
  },
  senderId: {
    label: "Sender id",
    hint: "For example mail: the name of a variable that a knowledge item fills. Operators see its value as stated by the visitor, not verified.",
  },
};

const reasons: Record<ProblemReason, string> = {
  required: "Fill in this field.",
  invalid_format: "This is not written as expected. Compare it with the example above.",
  host_refused: "Only Zendesk addresses are accepted. Enter one that ends in .zendesk.com.",
  domain_unknown:
    "There is no Zendesk account at this address, or it is not yours. Compare it with your browser’s address bar.",
  key_not_app_scope:
    "This key belongs to an integration. Create one under Apps and integrations › Conversations API: its id begins with app_.",
  key_wrong:
    "Zendesk does not accept this key id with this secret key. Copy both again; if the secret is lost, create a new key.",
  app_unknown:
    "This account has no app with this id. Copy the app id again from the details page of your integration.",
  integration_unknown:
    "The app has no integration with this id. Copy the integration id again from its details page.",
  integration_not_custom:
    "This is another kind of integration. Use the id of the one you created under Conversation integrations.",
  token_wrong: "The API token is mistyped, or it was deleted. Copy it again or add a new one.",
  token_access_off:
    "API tokens are switched off in your account. Tick “Allow API token access” under Apps and integrations › API configuration.",
  token_retired: "Zendesk no longer accepts API tokens in this account. Choose “OAuth client” instead.",
  email_wrong:
    "If the token is right: no user of this account has this email address, or it is not verified.",
  not_admin: "This user is not an administrator. Creating groups takes an administrator’s account.",
  oauth_client_wrong:
    "Zendesk does not accept this client id with this secret. Copy both again from the OAuth client.",
  oauth_scope_missing: "The OAuth client may not read and write. Give it the scopes “read” and “write”.",
  integration_taken:
    "Another bot already uses this integration, and an integration has one webhook only. Create one for this bot.",
  variable_unknown:
    "No knowledge item fills a variable of this name. Create the item first, or choose a known variable.",
};

export const en = {
  product: "Bot console",
  skip: "Skip to the content",
  menu: "Menu",
  closeMenu: "Close the menu",
  language: "Language",
  darkColors: "Use dark colours",
  lightColors: "Use light colours",
  logOut: "Log out",
  bot: "Bot",
  loading: "Loading",
  tryAgain: "Try again",
  cancel: "Cancel",
  close: "Close",
  mandatory: "Mandatory",
  optional: "Optional",
  newWindow: "opens in a new window",

  failure: {
    offline: "The server cannot be reached. Check your connection, then try again.",
    unexpected: "The server could not do this. Try again; if it goes on, the server’s log says why.",
    not_found: "This does not exist (any more). Reload the page.",
    too_many_requests: (seconds: number) =>
      seconds > 90
        ? `Too many attempts. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`
        : `Too many attempts. Wait ${Math.max(1, seconds)} ${seconds > 1 ? "seconds" : "second"}, then try again.`,
    request_invalid: "Something entered here is too long or not readable. Shorten it, then try again.",
  },

  login: {
    title: "Log in",
    intro: "Manage your bot and its livechat.",
    username: "User name",
    password: "Password",
    submit: "Log in",
    refused: "The user name or the password is not right.",
    passwordHint: "Set by whoever installed the server, or written by it to the file admin-password.",
    expired: "Your session has ended. Log in again: what you entered here is kept.",
  },

  nav: {
    label: "Main navigation",
    preferences: "Preferences",
    bot: "Bot",
    general: "General",
    livechat: "Livechat settings",
    connector: "External connector",
    skills: "Skills",
    ends: "When a livechat ends",
    channels: "Channels",
    preview: (title: string) => `Preview: ${title}`,
  },

  ends: {
    title: "When a livechat ends",
    intro: "For livechats that begin from now on.",
    leaves: "The visitor leaves",
    leavesIntro: "Operators always read that the visitor has left.",
    solve: "Solve the ticket",
    solveHint: "A ticket that no operator has taken may stay open: Zendesk solves none without an assignee.",
    solved: "An operator solves the ticket",
    solvedIntro:
      "The visitor is told, and can write to open it again or go back to the assistant. Without an answer, the livechat ends.",
    minutes: "Minutes without an answer",
    minutesHint: "For example 10. With 0 the livechat stays until Zendesk closes the ticket.",
    minutesWrong: (most: number) => `Enter a whole number from 0 to ${most.toLocaleString("en")}.`,
    saved: "Saved.",
  },

  noBot: {
    title: "No bot yet",
    text: "This server has no bot to manage. The sample bot appears when the server starts on an empty data folder.",
  },

  general: {
    title: "General",
    name: "Bot name",
    nameHint: "What visitors see as the author of its answers, for example Iris.",
    nameRequired: "Give the bot a name.",
    escalation: "Livechat Escalation",
    escalationIntro: "What happens when a conversation needs a person.",
    type: "Escalation type",
    typeHint: "For example ZENDESK: visitors go on with an operator in Zendesk, in the same chat window.",
    none: "None",
    save: "Save",
    saving: "Saving…",
    saved: "Saved.",
    zendeskSaved: "Saved. Next, link your Zendesk account:",
    openConnector: "open the external connector",
    unsaved: "Changes not saved yet.",
  },

  connector: {
    title: "External connector",
    intro: "Links this bot to your Zendesk account. The four blocks follow the order of the work in Zendesk.",
    notChosen: "Livechat escalation is off",
    notChosenText: "Choose ZENDESK as escalation type to link a Zendesk account.",
    openGeneral: "Open Preferences › Bot › General",
    state: {
      empty: "Not linked yet",
      unchecked: "Saved, not checked with Zendesk",
      checked: "Linked",
    },
    checkedAt: (date: string) => `Checked with Zendesk on ${date}`,
    webhook: {
      label: "Webhook URL to provide to Zendesk",
      hint: "In the Admin Center: Apps and integrations › Conversation integrations › Create integration. Paste it as “Webhook endpoint URL” and tick Include full user, Include full source and Conversation message.",
      copy: "Copy",
      copied: "Copied",
      copyFailed: "Select it and copy it by hand: your browser does not allow it here.",
    },
    blocks: {
      zendesk: {
        title: "Zendesk connector",
        intro:
          "From the integration you created in Zendesk: Apps and integrations › Conversation integrations.",
      },
      key: {
        title: "Conversation API key",
        intro: "Lets this server exchange messages with Zendesk.",
      },
      api: {
        title: "Zendesk API",
        intro: "Lets this server find tickets and create groups.",
      },
      identity: {
        title: "Identity mapping",
        intro: "Tells operators who the visitor is.",
      },
    },
    fields,
    reasons,
    formats: {
      domain: "This is not an address. Enter it like acme.zendesk.com.",
      email: "This is not an email address. Enter it like alex@acme.com.",
    },
    likeliest: "Zendesk refused this. The likeliest reasons first:",
    apiKind: "Access with",
    token: "API token",
    oauth: "OAuth client",
    tokenSunset:
      "Zendesk is retiring API tokens: no new ones since 27 October 2026, and all of them stop on 30 April 2027. An OAuth client keeps working.",
    stored: "Stored. Leave empty to keep it",
    giveAgain: "The account or its ids changed: enter this again.",
    variables: "Known variables",
    noVariables: "No knowledge item fills a variable yet.",
    takeVariable: (name: string) => `Use ${name} as sender id`,
    update: "Update",
    updating: "Checking with Zendesk…",
    unsaved: "Changes not saved yet.",
    saved: "Saved and checked with Zendesk.",
    savedUnchecked: "Saved without a check.",
    savedUncheckedText: "Click Update once Zendesk can be reached: groups are created only then.",
    createdGroups: (names: string) => `Groups created in Zendesk: ${names}.`,
    noGroupCreated: "Every skill already had its group.",
    refused: (count: number) =>
      count === 1
        ? "Nothing was saved: one field needs another look."
        : `Nothing was saved: ${count} fields need another look.`,
    unreachable: (host: string) => `${host} cannot be reached`,
    unreachableText: "Nothing was saved. Try again, or save what you entered without a check.",
    unreachableDetail: (detail: string) => `Technical detail: ${detail}`,
    saveUnchecked: "Save unchecked",
    warnings: {
      title: (count: number) =>
        count === 1 ? "One thing to mend in Zendesk" : `${count} things to mend in Zendesk`,
      intro: "The connector is saved. Mend these in the Admin Center, then try again.",
      trying: "Checking…",
      webhook_missing: "No webhook of the integration points here",
      webhook_missing_do:
        "Open the integration in Apps and integrations › Conversation integrations and set its webhook endpoint URL to the one shown on this page. Until then nothing that operators write arrives.",
      webhook_targets: (targets: string) => `It points to ${targets} now.`,
      webhook_unreachable: "Zendesk cannot reach this server",
      webhook_unreachable_do: (url: string) =>
        `${url} is an address of this machine or of a private network. Start the server with PUBLIC_URL set to an address on the internet, then give Zendesk the new webhook URL.`,
      box_missing: (box: string) => `“${box}” is not ticked`,
      boxes: { includeFullUser: "Include full user", includeFullSource: "Include full source" },
      box_missing_do: "Open the integration in Zendesk, tick it under Webhook body data, and save.",
      trigger_missing: "“Conversation message” is not ticked",
      trigger_missing_do: (trigger: string) =>
        `Open the integration in Zendesk, tick it under Webhook subscriptions (${trigger}), and save. Until then nothing that operators write arrives.`,
      group_not_created: (skill: string) => `The group “${skill}” could not be created`,
      group_not_created_do: (detail: string) =>
        `Zendesk answered: ${detail}. Try again, or create the group yourself in People › Groups.`,
      group_ambiguous: (skill: string) => `Several groups are called “${skill}”`,
      group_ambiguous_do: "Choose the one that takes the conversations of this skill.",
      choice: (id: string, members: number, created: string) =>
        `Group ${id}, ${members === 1 ? "1 member" : `${members} members`}, created on ${created}`,
      use: "Use this group",
      group_empty: (skill: string) => `Nobody is in the group “${skill}”`,
      group_empty_do:
        "In People › Groups, open the group and add a user with the + button. Until then these conversations arrive without a group.",
      agent_workspace_missing: "Agent Workspace does not take part in messaging",
      agent_workspace_missing_do:
        "In the Admin Center, switch on Agent Workspace and messaging: without them no operator can answer.",
    },
    groups: {
      title: "Skills and groups",
      intro: "Each skill goes to the Zendesk group of the same name. Update creates those that are missing.",
      skill: "Skill",
      group: "Zendesk group",
      members: "Members",
      missing: "Not created yet",
      ambiguous: "Not chosen yet",
      none: "No skill yet. Conversations arrive without a group.",
      manage: "Manage skills",
      unknown: "Unknown",
    },
  },

  skills: {
    title: "Skills",
    intro: "A skill is what a conversation needs. In Zendesk it is the group of the same name.",
    add: "Add",
    name: "Name of the skill",
    nameHint: "For example Animal. Use the name of an existing Zendesk group to have its members answer.",
    confirm: "Create the skill",
    required: "Enter a name.",
    taken: "The bot already has a skill of this name.",
    empty: "No skill yet",
    emptyText: "Without skills, every conversation reaches Zendesk without a group. Add one to route it.",
    column: "Skill",
    usedBy: "Used by",
    unused: "No knowledge item",
    actions: "Actions",
    remove: (name: string) => `Delete ${name}`,
    removeTitle: (name: string) => `Delete the skill “${name}”?`,
    removeText: "Its context condition goes with it. The group in Zendesk stays.",
    removeUsed: (items: string) =>
      `These knowledge items use it and will give their failure answer: ${items}.`,
    removeConfirm: "Delete",
    created: (name: string) => `The skill “${name}” is created.`,
    removed: (name: string) => `The skill “${name}” is deleted.`,
    hint: "To create its group in Zendesk, open the external connector and click Update.",
    openConnector: "Open the external connector",
  },

  channels: {
    title: "Channels",
    intro: "Where visitors meet the bot. The preview page lets you try it first.",
    preview: "Open the preview page",
    empty: "No channel yet",
    emptyText: "This bot has no channel. The sample bot comes with one.",
  },
};

export type Texts = typeof en;

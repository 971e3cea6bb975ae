/** What it rests on that visitors are told everything, once, and nothing of others. */
import type { Mutation } from "./mutation.ts";

export const towardsVisitors: readonly Mutation[] = [
  {
    name: "no event-id constraint",
    edits: [
      {
        file: "src/store/sqlite/migrations/0001-first.sql",
        find: "  UNIQUE (connector_id, event_id),\n",
        replace: "",
      },
      {
        file: "src/store/sqlite/inbox.ts",
        find: "       ON CONFLICT (connector_id, event_id) DO NOTHING`",
        replace: "`",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no clientId constraint",
    edits: [
      {
        file: "src/store/sqlite/migrations/0001-first.sql",
        find: "CREATE UNIQUE INDEX message_client ON",
        replace: "CREATE INDEX message_client ON",
      },
      {
        file: "src/relay/relay.ts",
        find: "await store.conversations.findByClientId(conversationId, clientId)",
        replace: "undefined as { seq: number } | undefined",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite", "src/realtime/chat.test.ts"],
  },
  {
    name: "acknowledged before it is committed",
    edits: [
      {
        file: "src/store/sqlite/group-commit.ts",
        find: '    database.exec("COMMIT");\n',
        replace: '    setTimeout(() => database.isTransaction && database.exec("COMMIT"), 200);\n',
      },
      {
        file: "src/store/sqlite/group-commit.ts",
        find: '    database.exec("BEGIN IMMEDIATE");',
        replace: '    if (!database.isTransaction) database.exec("BEGIN IMMEDIATE");',
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "Zendesk's 200 before the event is stored",
    edits: [
      {
        file: "src/inbox/webhook.ts",
        find: "const stored = await ports.store.inbox.add(",
        replace: "await reply.code(200).send({});\n        const stored = await ports.store.inbox.add(",
      },
    ],
    suites: ["--project", "system", "test/system/webhooks.test.ts"],
  },
  {
    name: "no copy of an operator's file before somebody opens it",
    edits: [{ file: "src/app.ts", find: "relay.onRemoteFile(prefetch.add);", replace: "" }],
    suites: ["--project", "system", "test/system/operator-kinds.test.ts"],
  },
  {
    name: "who comes back after a restart is told late",
    edits: [
      {
        file: "src/realtime/socket.ts",
        find: "    const head = await ports.visitors.byToken(frame.token);\n",
        replace:
          "    await new Promise((resolve) => setTimeout(resolve, 5_000 - process.uptime() * 1_000));\n    const head = await ports.visitors.byToken(frame.token);\n",
      },
    ],
    suites: ["--project", "system", "test/system/history/kills.test.ts"],
  },
  {
    name: "no Zendesk message id constraint",
    edits: [
      {
        file: "src/store/sqlite/migrations/0001-first.sql",
        find: "CREATE UNIQUE INDEX message_zendesk ON",
        replace: "CREATE INDEX message_zendesk ON",
      },
      {
        file: "src/inbox/receive.ts",
        find: "      if (known !== undefined) return undefined;\n",
        replace: "",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no look at whether a message of the operator is known",
    edits: [
      {
        file: "src/store/sqlite/migrations/0001-first.sql",
        find: "CREATE UNIQUE INDEX message_zendesk ON",
        replace: "CREATE INDEX message_zendesk ON",
      },
      {
        file: "src/inbox/receive.ts",
        find: "      if (known !== undefined) return undefined;\n",
        replace: "",
      },
    ],
    suites: ["--project", "system", "test/system/webhooks.test.ts"],
  },
  {
    name: "our own messages are taken for operators'",
    edits: [
      {
        file: "src/inbox/process.ts",
        find: 'return author.type === "visitor" || author.kind === "self";',
        replace: 'return author.type === "visitor";',
      },
      {
        file: "src/inbox/receive.ts",
        find: 'if (author.type === "visitor" || author.kind === "self" || message.key !== undefined)',
        replace: 'if (author.type === "visitor")',
      },
    ],
    suites: ["--project", "system", "test/system/history/ambiguous.test.ts"],
  },
  {
    name: "a handoff that has another conversation is believed",
    edits: [
      {
        file: "src/inbox/process.ts",
        find: "named?.connectorId === connectorId && its === incoming.conversationId",
        replace: "named?.connectorId === connectorId",
      },
    ],
    suites: ["--project", "system", "test/system/strangers.test.ts"],
  },
  {
    name: "a handoff of another connector is believed",
    edits: [
      {
        file: "src/inbox/process.ts",
        find: "named?.connectorId === connectorId && its === incoming.conversationId",
        replace: "its === incoming.conversationId",
      },
    ],
    suites: ["--project", "system", "test/system/strangers.test.ts"],
  },
  {
    name: "an event ahead of our commit is not matched",
    edits: [
      {
        file: "src/inbox/process.ts",
        find: "if (known !== undefined || incoming.handoffId === undefined) return known;",
        replace: "if (known !== undefined || incoming.handoffId !== undefined) return known;",
      },
    ],
    suites: ["--project", "system", "test/system/strangers.test.ts"],
  },
  {
    name: "an event of an unknown conversation is foreign at once",
    edits: [
      {
        file: "src/inbox/process.ts",
        find: "if (!awaited || ageMs >= unknownConversationMs)",
        replace: "if (!awaited || ageMs < unknownConversationMs)",
      },
    ],
    suites: ["--project", "system", "test/system/strangers.test.ts"],
  },
  {
    name: "no last look after the end",
    edits: [
      {
        file: "src/conversation/ends.ts",
        find: "  if (handoff.openingMessageId !== undefined)\n",
        replace: '  if (handoff.openingMessageId === "")\n',
      },
    ],
    suites: ["--project", "system", "test/system/last-words.test.ts"],
  },
  {
    name: "a frame claims a newer revision than it tells",
    edits: [
      {
        file: "src/realtime/changes.ts",
        find: "    revision: told.revision,\n",
        replace: "    revision: state.revision,\n",
      },
    ],
    suites: ["--project", "unit", "src/realtime/chat.test.ts"],
  },
  {
    name: "all accounts share the room for looks",
    edits: [
      {
        file: "src/watch/watch.ts",
        find: "return (looksAt.get(accountKey(handoff)) ?? 0) < parallelLooks;",
        replace: "return looks.size < parallelLooks && handoff.id.length > 0;",
      },
    ],
    suites: ["--project", "unit", "src/watch/watch.test.ts"],
  },
  {
    name: "lists are read without end",
    edits: [
      {
        file: "src/zendesk/pages.ts",
        find: "visited.size + 1 >= mostPages",
        replace: "visited.size + 1 >= 10 * mostPages",
      },
    ],
    suites: ["--project", "unit", "src/zendesk/pages.test.ts"],
  },
  {
    name: "looks in vain are told to nobody",
    edits: [
      {
        file: "src/watch/account-seen.ts",
        find: "await tell(relay, handoff, false);",
        replace: "await tell(relay, handoff, true);",
      },
    ],
    suites: ["--project", "system", "test/system/silent-account.test.ts"],
  },
];

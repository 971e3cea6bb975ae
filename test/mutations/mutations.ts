/**
 * What the promises rest on, taken away one at a time. `test/mutations.test.ts` keeps the table in step with the
 * sources; `npm run mutate` runs it.
 */
export interface Mutation {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Where it is expected to be noticed: arguments of Vitest. */
  readonly suites: readonly string[];
}

/** `find` stands exactly once in the file. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Fails when the text to replace does not stand exactly once in the file. */
export function mutated(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}

export const mutations: readonly Mutation[] = [
  {
    name: "no look before a message is posted again",
    edits: [
      {
        file: "src/delivery/look.ts",
        find: "if (!look) return undefined;",
        replace: 'if (!look || handoff.id !== "") return undefined;',
      },
    ],
    suites: ["--project", "system", "test/system/history/ambiguous.test.ts"],
  },
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
    name: "lanes out of order",
    edits: [
      {
        file: "src/store/sqlite/lanes.ts",
        find: "(SELECT min(position) FROM delivery AS head",
        replace: "(SELECT max(position) FROM delivery AS head",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no wake-up of a lane that is appended to",
    edits: [
      {
        file: "src/store/sqlite/lanes.ts",
        find: "DO UPDATE SET due_at = coalesce(due_at, leased_until, excluded.due_at)`",
        replace: "DO UPDATE SET due_at = due_at`",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no fencing",
    edits: [
      {
        file: "src/store/sqlite/lanes.ts",
        find: "WHERE handoff_id = :handoffId AND fence = :fence AND claim_position = :position`",
        replace:
          "WHERE handoff_id = :handoffId AND :fence > 0 AND (claim_position = :position OR :position >= 0)`",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no bot id at what is appended to a lane",
    edits: [
      {
        file: "src/store/sqlite/lanes.ts",
        find: "WHERE id = :handoffId AND bot_id = :botId AND conversation_id = :conversationId",
        replace: "WHERE id = :handoffId AND length(:botId || :conversationId) >= 0",
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "no waiting for SETTLE",
    edits: [
      {
        file: "src/delivery/deliver.ts",
        find: ": wait(Math.max(0, timing.settleMs - doubts.age(claim.handoff.id))),",
        replace: ": wait(0 * doubts.age(claim.handoff.id)),",
      },
      {
        file: "src/delivery/retry-policy.ts",
        find: "inMs: Math.max(timing.settleMs, imposedMs(error), patience)",
        replace: "inMs: Math.max(timing.firstRetryMs, imposedMs(error), patience)",
      },
    ],
    suites: ["--project", "system", "test/system/history/ambiguous.test.ts"],
  },
  {
    name: "SETTLE by the clock that can be set",
    edits: [
      {
        file: "src/delivery/deliver.ts",
        find: ": wait(Math.max(0, timing.settleMs - doubts.age(claim.handoff.id))),",
        replace: ": wait(Math.max(0, claim.unclearSince + timing.settleMs - ports.now())),",
      },
    ],
    suites: ["--project", "system", "test/system/history/ambiguous.test.ts"],
  },
  {
    name: "no second look before a message is posted again",
    edits: [
      {
        file: "src/delivery/look.ts",
        find: "(await lookOnce()) ?? (await lookAgain().then(lookOnce))",
        replace: "await lookOnce()",
      },
    ],
    suites: ["--project", "system", "test/system/history/ambiguous.test.ts"],
  },
  {
    name: "no circuit: an account that is down is called for each waiting lane",
    edits: [{ file: "src/delivery/deliver.ts", find: " || circuits.admit(key, id)", replace: "" }],
    suites: ["--project", "unit", "src/delivery/lanes.test.ts"],
  },
  {
    name: "no circuit: an outage is stormed",
    edits: [{ file: "src/delivery/deliver.ts", find: " || circuits.admit(key, id)", replace: "" }],
    suites: ["--project", "system", "test/system/outage.test.ts"],
  },
  {
    name: "no pace",
    edits: [{ file: "src/delivery/deliver.ts", find: "paces.admit(key, id) || ", replace: "" }],
    suites: ["--project", "unit", "src/delivery/lanes.test.ts"],
  },
  {
    name: "no slower pace when Zendesk says that it is too much",
    edits: [{ file: "src/delivery/deliver.ts", find: "paces.tooMuch(key);", replace: "void paces;" }],
    suites: ["--project", "unit", "src/delivery/lanes.test.ts"],
  },
  {
    name: "a handoff begins on a full account",
    edits: [
      {
        file: "src/relay/relay.ts",
        find: " || (await store.lanes.waiting(connector.id)) >= waitingLimits.account)",
        replace: " || waitingLimits.account < 0)",
      },
    ],
    suites: ["--project", "unit", "src/relay"],
  },
  {
    name: "no copy of an operator's file before somebody opens it",
    edits: [{ file: "src/app.ts", find: "relay.onRemoteFile(prefetch.add);", replace: "" }],
    suites: ["--project", "system", "test/system/operator-kinds.test.ts"],
  },
  {
    name: "a file of the history that is refused is left out, and not named in words",
    edits: [
      {
        file: "src/delivery/attempt.ts",
        find: "return task.history ? uploaded.catch(orInWords) : uploaded;",
        replace: "return orInWords ? uploaded : undefined;",
      },
    ],
    suites: ["--project", "system", "test/system/saga.test.ts"],
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
    name: "lanes are not woken",
    edits: [
      {
        file: "src/delivery/lanes.ts",
        find: "const unsubscribe = relay.onDeliveries(loop.wake);",
        replace: "const unsubscribe = relay.onDeliveries(() => undefined);",
      },
    ],
    suites: ["--project", "system", "test/system/message-path.test.ts"],
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
    name: "an attempt takes as long as its account likes",
    edits: [
      {
        file: "src/delivery/deliver.ts",
        find: "desk: ports.desk.within(timing.attemptMs),",
        replace: "desk: ports.desk.within(600_000),",
      },
    ],
    suites: ["--project", "unit", "src/delivery/attempt-time.test.ts"],
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
  {
    name: "what may have arrived is said not to have",
    edits: [
      {
        file: "src/conversation/outcomes.ts",
        find: "failure: inDoubt ? mayHaveArrived : code",
        replace: "failure: inDoubt ? code : code",
      },
    ],
    suites: ["--project", "unit", "src/conversation/step.test.ts"],
  },
  {
    name: "a doubt is forgotten with its lane",
    edits: [
      {
        file: "src/store/sqlite/turn.ts",
        find: "if (turn.failureInDoubt !== undefined) parkInDoubt(",
        replace: 'if (turn.failureInDoubt === "") parkInDoubt(',
      },
    ],
    suites: ["--project", "unit", "src/store/sqlite"],
  },
  {
    name: "what is found to have arrived goes on being said to have failed",
    edits: [
      {
        file: "src/watch/found-after-all.ts",
        find: "if (last === undefined || found.includes(undefined)) return undefined;",
        replace: 'if (last === undefined || last !== "") return undefined;',
      },
    ],
    suites: ["--project", "unit", "src/watch/found-after-all.test.ts"],
  },
];

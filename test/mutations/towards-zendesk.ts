/** What it rests on that messages reach Zendesk: in order, none lost, none twice, and at a pace. */
import type { Mutation } from "./mutation.ts";

export const towardsZendesk: readonly Mutation[] = [
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

/**
 * A process that the tests kill: `node writer.fixture.ts <folder>` commits turn after turn to several conversations
 * and writes a line `<conversation> <version>` for each once it is acknowledged.
 */
import { writeSync } from "node:fs";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  handoffOf,
  messageOf,
  stateAt,
} from "../contract/fixture.ts";
import type { Store } from "../port.ts";
import { openSqliteStore } from "./open.ts";

const parallel = 8;

async function write(store: Store, id: string): Promise<never> {
  const known = await store.conversations.load(id);
  if (known === undefined) await addConversation(store, id);
  for (let version = (known?.version ?? 0) + 1; ; version += 1) {
    const handoffId = `handoff of ${id}`;
    const eventId = `${id} ${version}`;
    await store.inbox.add([{ connectorId, eventId, type: "t", body: "{}" }]);
    const written = await commitNext(
      store,
      {
        state: { ...stateAt(version), lastSeq: version },
        handoff: handoffOf({ id: handoffId, conversationId: id }),
        messages: [messageOf(version, { id: `${id} ${version}`, clientId: `${version}` })],
        deliveries: [
          { handoffId, position: version, task: { kind: "message", seq: version, history: false } },
        ],
        inboxEvent: { connectorId, eventId },
      },
      id,
    );
    if (written !== "ok") throw new Error("nobody else writes here");
    writeSync(1, `${id} ${version}\n`);
  }
}

const store = await openSqliteStore({ folder: process.argv[2] ?? "" });
await addBot(store, botId, connectorId);
await Promise.all(Array.from({ length: parallel }, (_, index) => write(store, `k${index}`)));

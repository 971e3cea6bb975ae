/** Ends handoffs whose connector was switched off, or belongs to another account meanwhile. */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import { receiveEnd } from "../inbox/receive.ts";
import { accountName, workingConnector } from "../relay/working-connector.ts";
import type { WatchPorts } from "./watch.ts";

/** Where it cannot be told whether a handoff goes on it does, and the next look tries again. */
export async function endSwitchedOff(ports: WatchPorts, open: readonly Handoff[]): Promise<void> {
  for (const [botId, ofBot] of Map.groupBy(open, (handoff) => handoff.botId)) {
    const works = await goesOn(ports, botId).catch((error: unknown) => {
      ports.onError(toCoded(error));
      return () => true;
    });
    for (const handoff of ofBot.filter((one) => !works(one)))
      await receiveEnd(ports, handoff, "connector_disabled").catch((error: unknown) =>
        ports.onError(toCoded(error)),
      );
  }
}

/** Whether a handoff of this bot is still where its connector leads. */
async function goesOn({ store }: WatchPorts, botId: string): Promise<(handoff: Handoff) => boolean> {
  const connector = await workingConnector(store, botId);
  if (connector === undefined) return () => false;
  const current = accountName(connector);
  return ({ account = current }) => account === current;
}

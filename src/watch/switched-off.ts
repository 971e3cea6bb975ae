/** Ends handoffs whose connector was switched off, or belongs to another account meanwhile. */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import { receiveEnd } from "../inbox/receive.ts";
import { accountName, workingConnector } from "../relay/working-connector.ts";
import type { WatchPorts } from "./watch.ts";

/** The handoffs that go on. Where that cannot be told they do, and the next look tries again. */
export async function endSwitchedOff(
  ports: WatchPorts,
  open: readonly Handoff[],
): Promise<readonly Handoff[]> {
  const goOn: Handoff[] = [];
  for (const [botId, ofBot] of Map.groupBy(open, (handoff) => handoff.botId)) {
    const works = await goesOn(ports, botId).catch((error: unknown) => {
      ports.onError(toCoded(error));
      return () => true;
    });
    for (const handoff of ofBot) {
      if (works(handoff)) goOn.push(handoff);
      else
        await receiveEnd(ports, handoff, "connector_disabled").catch((error: unknown) =>
          ports.onError(toCoded(error)),
        );
    }
  }
  return goOn;
}

/** Whether a handoff of this bot is still where its connector leads. */
async function goesOn({ store }: WatchPorts, botId: string): Promise<(handoff: Handoff) => boolean> {
  const connector = await workingConnector(store, botId);
  if (connector === undefined) return () => false;
  const current = accountName(connector);
  return ({ account = current }) => account === current;
}

/** Ends handoffs whose connector was switched off, or belongs to another account meanwhile. */
import type { Handoff } from "../conversation/model.ts";
import { receiveEnd } from "../inbox/receive.ts";
import { accountName, workingConnector } from "../relay/working-connector.ts";
import type { WatchPorts } from "./watch.ts";

/** The handoffs that go on. Found again by the next look should this process die on the way. */
export async function endSwitchedOff(
  ports: WatchPorts,
  open: readonly Handoff[],
): Promise<readonly Handoff[]> {
  const goOn: Handoff[] = [];
  for (const [botId, ofBot] of Map.groupBy(open, (handoff) => handoff.botId)) {
    const connector = await workingConnector(ports.store, botId);
    const account = connector && accountName(connector);
    for (const handoff of ofBot) {
      const works = account !== undefined && (handoff.account ?? account) === account;
      if (works) goOn.push(handoff);
      else await receiveEnd(ports, handoff, "connector_disabled");
    }
  }
  return goOn;
}

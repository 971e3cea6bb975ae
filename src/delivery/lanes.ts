/**
 * The lanes at work: claims what is due and has it delivered, the handoff's deliveries strictly one after another,
 * different handoffs side by side.
 */
import { unfailing } from "../errors.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { Claim } from "../store/port.ts";
import { createCircuits } from "./circuits.ts";
import { type DeliverPorts, deliver } from "./deliver.ts";
import { createDoubts } from "./doubts.ts";
import { createPaces } from "./paces.ts";
import { createPoisonWatch } from "./poison.ts";
import { createRooms } from "./rooms.ts";

export interface LanePorts extends Omit<DeliverPorts, "circuits" | "doubts" | "paces" | "poison" | "rooms"> {
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
}

/** How many lanes are attempted at a time, in all and for one account. */
const parallelLanes = 64;
const parallelOfAccount = 32;

export function startLanes(ports: LanePorts): DueLoop {
  const { store, relay, timing } = ports;
  const running = new Map<string, Promise<void>>();
  const doubts = createDoubts(ports.monotonic, timing.settleMs);
  const onError = unfailing(ports.onError);
  const delivering: DeliverPorts = {
    ...ports,
    onFailure: unfailing(ports.onFailure),
    circuits: createCircuits(ports),
    doubts,
    paces: createPaces(ports.now),
    poison: createPoisonWatch(),
    rooms: createRooms(parallelOfAccount, ports.now),
  };

  const loop = startDueLoop({
    onError,
    nextDue: async () => (running.size >= parallelLanes ? undefined : store.lanes.nextDue()),
    run: async () => {
      const room = parallelLanes - running.size;
      if (room <= 0) return false;
      const claims = await store.lanes.claim(timing.leaseMs, room);
      for (const claim of claims) start(claim);
      return false;
    },
  });

  function start(claim: Claim): void {
    const { id } = claim.handoff;
    const work = afterOneUnderWay(id)
      .then(() => deliver(delivering, claim))
      .catch(onError);
    running.set(id, work);
    void work.then(() => {
      if (running.get(id) === work) running.delete(id);
      loop.wake();
    });
  }

  /** A lease that ran out too early (a clock set ahead) does not put two attempts of this process side by side. */
  async function afterOneUnderWay(handoffId: string): Promise<void> {
    const underWay = running.get(handoffId);
    if (underWay === undefined) return;
    await underWay;
    doubts.begin(handoffId);
  }

  const unsubscribe = relay.onDeliveries(loop.wake);
  return {
    wake: loop.wake,
    stop: async () => {
      unsubscribe();
      await loop.stop();
      await Promise.all(running.values());
    },
  };
}

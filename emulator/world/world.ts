/** The account as a whole: its tables, its time, and who listens to what happens in it. */
import { randomBytes } from "node:crypto";
import type { AgentEvent } from "../agent/contract.ts";
import type { Clock } from "./state/clock.ts";
import type { Account, Delivery, Settings, Timer } from "./state/entities.ts";
import type { Storage } from "./state/storage.ts";
import { type Contents, createTables, type Tables } from "./state/tables.ts";

/** The account, and everything its parts need of one another. */
export interface World extends Tables {
  readonly clock: Clock;
  readonly storage: Storage;
  /** Where this emulator is reached, e.g. `http://127.0.0.1:8090`. */
  origin: () => string;
  account: () => Account;
  settings: () => Settings;
  /** 24 hexadecimal digits, beginning with the time. */
  newId: () => string;
  /** The next id of Support's kind. */
  newNumber: (kind: "ticket" | "other") => number;
  /** Tells the operator pages. */
  announce: (event: AgentEvent) => void;
  onAnnounce: (listener: (event: AgentEvent) => void) => () => void;
  /** Keeps a webhook delivery and hands it to the sender. */
  queueDelivery: (delivery: Delivery) => void;
  onDelivery: (listener: (delivery: Delivery) => void) => void;
  /** Keeps a timer, through a restart too, and runs it when its time has come. */
  later: (timer: Omit<Timer, "id">) => void;
  /** Who runs the timers; set once, before any is due. */
  onTimer: (run: (timer: Timer) => void) => void;
  contents: () => Contents;
  /** Replaces everything. */
  load: (contents: Contents) => void;
}

/** Kinds that operator pages read again when they change. */
const ofAccount = new Set(["groups", "memberships", "people"]);

/** The account as storage keeps it; empty when it holds none. `origin` is asked whenever an address is made. */
export function createWorld(clock: Clock, storage: Storage, origin: () => string): World {
  const listeners = new Set<(event: AgentEvent) => void>();
  const announce = (event: AgentEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const { tables, contents, load, kinds } = createTables((kind, id, row) => {
    storage.write(kind, id, row);
    if (ofAccount.has(kind)) announce({ type: "account" });
  });
  const senders = new Set<(delivery: Delivery) => void>();
  let idCounter = randomBytes(3).readUIntBE(0, 3);
  load(Object.fromEntries(kinds().map((kind) => [kind, storage.read(kind)])));

  let runTimer: ((timer: Timer) => void) | undefined;
  const arm = ({ id, at }: Timer) => {
    clock.at(at, () => {
      // Gone when it has run already or the account was replaced meanwhile.
      const timer = tables.timers.get(id);
      if (timer === undefined || runTimer === undefined) return;
      tables.timers.delete(id);
      runTimer(timer);
    });
  };

  const account = () => {
    const row = tables.accounts.get("account");
    if (row === undefined) throw new Error("the emulated account has not been seeded");
    return row;
  };

  return {
    ...tables,
    clock,
    storage,
    origin,
    account,
    settings: () => account().settings,
    newId() {
      idCounter = (idCounter + 1) % 0x1000000;
      const seconds = Math.floor(clock.now() / 1000) % 0x100000000;
      return (
        seconds.toString(16).padStart(8, "0") +
        randomBytes(5).toString("hex") +
        idCounter.toString(16).padStart(6, "0")
      );
    },
    newNumber(kind) {
      const value = (tables.counters.get(kind)?.value ?? (kind === "ticket" ? 0 : 21_874_600_000_000)) + 1;
      tables.counters.put({ id: kind, value });
      return value;
    },
    announce,
    onAnnounce(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    queueDelivery(delivery) {
      tables.deliveries.put(delivery);
      for (const send of senders) send(delivery);
    },
    onDelivery: (listener) => {
      senders.add(listener);
    },
    later(draft) {
      arm(tables.timers.put({ ...draft, id: this.newId() }));
    },
    onTimer(run) {
      runTimer = run;
      for (const timer of tables.timers.all()) arm(timer);
    },
    contents,
    load(next) {
      load(next);
      for (const timer of tables.timers.all()) arm(timer);
      for (const listener of listeners) listener({ type: "reset" });
    },
  };
}

/** A time as Sunshine Conversations writes it. */
export const iso = (time: number): string => new Date(time).toISOString();

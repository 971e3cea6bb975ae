/**
 * What the emulated account holds. Schemas, because it is read back from disk: a field that a later version
 * adds is optional or has a default, so that what an earlier one kept is still read.
 */
export * from "./entities/account.ts";
export * from "./entities/messaging.ts";
export * from "./entities/settings.ts";
export * from "./entities/support.ts";
export * from "./entities/timers.ts";

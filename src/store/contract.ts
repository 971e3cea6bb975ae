import { afterEach, beforeEach, describe } from "vitest";
import { changeRules } from "./contract/changes.ts";
import { consoleRules } from "./contract/console.ts";
import { copyRules } from "./contract/copies.ts";
import {
  addBot,
  addConversation,
  botId,
  connectorId,
  conversationId,
  type OpenStore,
  type StoreUnderTest,
} from "./contract/fixture.ts";
import { inboxRules } from "./contract/inbox.ts";
import { laneModel } from "./contract/lane-model.ts";
import { laneRules } from "./contract/lanes.ts";
import { parkedRules } from "./contract/parked.ts";
import { turnRules } from "./contract/turns.ts";
import { uploadRules } from "./contract/uploads.ts";

/** Gives the store that the running test works on, with one bot, its connector and one conversation. */
export type Current = () => StoreUnderTest;

/** The suite every adapter passes: `docs/spec/store.md`. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`the store on ${name}`, () => {
    let opened: StoreUnderTest | undefined;
    const current: Current = () => {
      if (opened === undefined) throw new Error("no store is open");
      return opened;
    };

    beforeEach(async () => {
      opened = await open();
      await addBot(opened.store, botId, connectorId);
      await addConversation(opened.store, conversationId);
    });
    afterEach(async () => {
      await opened?.dispose();
    });

    turnRules(current);
    changeRules(current);
    laneRules(current);
    parkedRules(current);
    inboxRules(current);
    consoleRules(current);
    uploadRules(current);
    copyRules(current);
  });
}

/** Its properties, which take longer: to be run from a file of their own. */
export function storeProperties(name: string, open: OpenStore): void {
  describe(`the store on ${name}`, () => {
    laneModel(open);
  });
}

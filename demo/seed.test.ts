import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseKnowledge } from "../src/bot/knowledge.ts";
import type { Store } from "../src/store/port.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import { demoKnowledge } from "./knowledge.ts";
import { seedDemo } from "./seed.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-seed-"));
  store = await openSqliteStore({ folder });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe("seedDemo", () => {
  it("makes a bot that can be talked to at once", async () => {
    await seedDemo(store, { connector: true });
    expect(await store.bots.load("demo")).toMatchObject({ escalationType: "ZENDESK" });
    expect(await store.bots.channel("demo")).toMatchObject({ botId: "demo", title: "Fern & Paw" });
    expect((await store.bots.skills("demo")).map(({ name }) => name)).toEqual(["Animal"]);
    expect(await store.connectors.findByBot("demo")).toMatchObject({ id: "demo", senderId: "mail" });
    const { items, unreadable } = parseKnowledge(await store.bots.knowledge("demo"), "published");
    expect(unreadable).toEqual([]);
    expect(items.map(({ id }) => id)).toEqual(demoKnowledge.map(({ id }) => id));
  });

  it("makes no connector when there is no emulator to link it to, and adds it later", async () => {
    await seedDemo(store, { connector: false });
    expect(await store.connectors.findByBot("demo")).toBeUndefined();
    expect(await store.bots.load("demo")).toMatchObject({ escalationType: "NONE" });
    await seedDemo(store, { connector: true });
    expect(await store.connectors.findByBot("demo")).toMatchObject({ state: "empty" });
    expect(await store.bots.load("demo")).toMatchObject({ escalationType: "ZENDESK" });
  });

  it("leaves alone what a manager changed or removed", async () => {
    await seedDemo(store, { connector: true });
    await store.bots.save({ id: "demo", name: "Renamed", escalationType: "NONE" });
    await store.bots.removeKnowledge("demo", "delivery");
    await store.bots.removeSkill("demo", "animal");
    const connector = await store.connectors.load("demo");
    if (connector === undefined) {
      throw new Error("the sample connector is missing");
    }
    await store.connectors.save({ ...connector, senderId: "other" });
    await seedDemo(store, { connector: true });
    expect(await store.bots.load("demo")).toMatchObject({ name: "Renamed", escalationType: "NONE" });
    expect((await store.bots.knowledge("demo")).map(({ itemId }) => itemId)).not.toContain("delivery");
    expect(await store.bots.skills("demo")).toEqual([]);
    expect(await store.connectors.load("demo")).toMatchObject({ senderId: "other" });
  });

  it("goes on where an interrupted start stopped", async () => {
    await store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    await store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    await seedDemo(store, { connector: true });
    expect(await store.bots.knowledge("demo")).toHaveLength(demoKnowledge.length);
    expect(await store.bots.skills("demo")).toHaveLength(1);
  });
});

import { describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import type { Channel, Connector, KnowledgeRow } from "../port.ts";
import { addBot, botId, commitNext, connectorId, connectorOf, conversationId } from "./fixture.ts";

export function consoleRules(current: Current): void {
  describe("what the console manages", () => {
    test("[ST23] what is saved again replaces itself", async () => {
      const { store, reopen } = current();
      const bot = { id: botId, name: "Élise", escalationType: "NONE" } as const;
      const channel: Channel = {
        id: `channel-${botId}`,
        botId,
        title: "Aide",
        accent: "#000000",
        origins: ["https://a.example", "https://b.example"],
      };
      const first: KnowledgeRow = { botId, itemId: "i1", order: 2, draft: "{}", published: '{"v":1}' };
      await store.bots.save(bot);
      await store.bots.saveChannel(channel);
      await store.bots.saveKnowledge(first);
      await store.bots.saveKnowledge({ botId, itemId: "i2", order: 1, draft: "{}" });
      await store.bots.saveKnowledge({ botId, itemId: "i3", order: 0, draft: "{}" });
      await store.bots.removeKnowledge(botId, "i3");
      await store.facts.set("check", "1");
      await store.facts.set("check", "2");

      const again = await reopen();
      expect([await again.bots.load(botId), await again.bots.list()]).toEqual([bot, [bot]]);
      expect(await again.bots.channel(channel.id)).toEqual(channel);
      expect(await again.bots.channels(botId)).toEqual([channel]);
      expect(await again.bots.knowledge(botId)).toEqual([
        { botId, itemId: "i2", order: 1, draft: "{}" },
        first,
      ]);
      expect(await again.facts.get("check")).toBe("2");
      const { published: _, ...unpublished } = first;
      await again.bots.saveKnowledge(unpublished);
      expect(await again.bots.knowledge(botId)).toContainEqual(unpublished);
    });

    test("[ST53] every change of a bot's knowledge gives it another version, and no other bot", async () => {
      const { store } = current();
      await addBot(store, "bot-2", "connector-2");
      const versions = async () => [
        await store.bots.knowledgeVersion(botId),
        await store.bots.knowledgeVersion("bot-2"),
      ];
      const seen = [await versions()];
      const row = { botId, itemId: "item", order: 1, draft: "{}" };
      for (const change of [
        () => store.bots.saveKnowledge(row),
        () => store.bots.saveKnowledge({ ...row, published: "{}" }),
        () => store.bots.removeKnowledge(botId, "item"),
      ]) {
        await change();
        seen.push(await versions());
      }
      await store.bots.save({ id: botId, name: "Another name", escalationType: "NONE" });
      expect(await versions()).toEqual(seen.at(-1));
      expect(new Set(seen.map(([own]) => own)).size).toBe(4);
      expect(new Set(seen.map(([, other]) => other)).size).toBe(1);
    });

    test("[ST23] a connector is read as it was saved, with and without what may be absent", async () => {
      const { store } = current();
      const full: Connector = connectorOf(botId, connectorId, {
        origin: "https://acme.zendesk.com",
        appId: "app",
        integrationId: "int",
        keyId: "key",
        api: { kind: "oauth", clientId: "client" },
        senderId: "email",
        secrets: { keySecret: "c1", apiSecret: "c2" },
        state: "checked",
        checkedAt: 4,
        warnings: '[{"code":"agent_workspace_missing"}]',
        groups: [{ skillId: "s", groupId: "g", members: 0 }],
        agentWorkspace: "aw",
        ownSwitchboardIntegration: "own",
        webhookSecret: { current: "c3", readAt: 5, previous: "c4", previousUntil: 6 },
        ends: { solveOnLeave: false, solvedEndsAfterMs: 0 },
      });
      expect(await store.connectors.save(full)).toBe("ok");
      expect(await store.connectors.load(connectorId)).toEqual(full);
      const bare = connectorOf(botId, connectorId);
      await store.connectors.save(bare);
      expect(await store.connectors.findByBot(botId)).toEqual(bare);
      expect([await store.connectors.load("x"), await store.connectors.findByBot("x")]).toEqual([
        undefined,
        undefined,
      ]);
    });

    test("[ST24] a skill's trimmed name is unique within its bot", async () => {
      const { store } = current();
      await addBot(store, "bot-2", "connector-2");
      expect(await store.bots.addSkill({ id: "s1", botId, name: " Animal\u00a0" })).toBe("ok");
      expect(await store.bots.addSkill({ id: "s2", botId, name: "Animal" })).toBe("taken");
      expect(await store.bots.addSkill({ id: "s3", botId, name: "animal" })).toBe("ok");
      expect(await store.bots.addSkill({ id: "s4", botId: "bot-2", name: "Animal" })).toBe("ok");
      await store.bots.removeSkill("bot-2", "s1");
      expect(await store.bots.skills(botId)).toEqual([
        { id: "s1", botId, name: "Animal" },
        { id: "s3", botId, name: "animal" },
      ]);
      await store.bots.removeSkill(botId, "s1");
      expect(await store.bots.addSkill({ id: "s2", botId, name: "Animal" })).toBe("ok");
    });

    test("[ST25] two connectors cannot share an integration", async () => {
      const { store } = current();
      await addBot(store, "bot-2", "connector-2");
      const place = { origin: "https://acme.zendesk.com", integrationId: "int" };
      expect(await store.connectors.save(connectorOf(botId, connectorId, place))).toBe("ok");
      expect(await store.connectors.save(connectorOf(botId, connectorId, place))).toBe("ok");
      expect(await store.connectors.save(connectorOf("bot-2", "connector-2", place))).toBe("taken");
      expect(await store.connectors.load("connector-2")).toMatchObject({ origin: "" });
      const elsewhere = { ...place, origin: "https://other.zendesk.com" };
      expect(await store.connectors.save(connectorOf("bot-2", "connector-2", elsewhere))).toBe("ok");
    });

    test("[ST26] a console session lives its time", async () => {
      const { store, clock } = current();
      const { consoleSessions } = store;
      await consoleSessions.create({ tokenHash: "a", username: "admin", csrfToken: "csrf", lifetimeMs: 10 });
      await consoleSessions.create({ tokenHash: "b", username: "script", lifetimeMs: 20 });
      expect(await consoleSessions.find("a")).toEqual({ username: "admin", csrfToken: "csrf" });
      expect(await consoleSessions.find("b")).toEqual({ username: "script" });
      clock.advance(10);
      expect(await consoleSessions.find("a")).toBeUndefined();
      await consoleSessions.remove("b");
      expect(await consoleSessions.find("b")).toBeUndefined();
    });

    test("[ST27] a file keeps where it can be fetched, and learns its facts", async () => {
      const { store } = current();
      const file = {
        id: "f",
        botId,
        conversationId,
        name: "x",
        mediaType: "a/b",
        image: false,
        stored: false,
      };
      const remote = { connectorId, mediaUrl: "https://acme.zendesk.com/x" };
      await commitNext(store, { files: [{ ...file, remote }] });
      expect(await store.files.load("f")).toEqual({ ...file, remote });
      await store.files.markStored("f", { size: 12, mediaType: "image/png", image: true });
      expect(await store.files.load("f")).toEqual({
        ...file,
        remote,
        size: 12,
        mediaType: "image/png",
        image: true,
        stored: true,
      });
      expect(await store.files.load("g")).toBeUndefined();
      await expect(
        store.files.markStored("g", { size: 1, mediaType: "a/b", image: false }),
      ).rejects.toMatchObject({ code: "store_failed" });
    });

    test("[ST28] closing waits for what was asked before, then refuses", async () => {
      const { store, reopen } = current();
      const asked = Promise.all(Array.from({ length: 50 }, (_, index) => store.facts.set(`f${index}`, "x")));
      const closing = store.close();
      await expect(store.facts.get("f0")).rejects.toMatchObject({ code: "store_closed" });
      await expect(Promise.all([asked, closing, store.close()])).resolves.toBeDefined();
      expect(await (await reopen()).facts.get("f49")).toBe("x");
    });
  });
}

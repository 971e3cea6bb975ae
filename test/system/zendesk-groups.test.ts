import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SetupRequest, SetupResult } from "../../src/zendesk/setup-port.ts";
import { until } from "./until.ts";
import { type Emulated, startEmulated, textAt, webhookUrl } from "./zendesk-emulated.ts";

let zendesk: Emulated;
beforeEach(async () => {
  zendesk = await startEmulated();
  zendesk.emulator.configure({ autoJoinNewGroups: false });
});
afterEach(() => zendesk.stop());

const animal = { id: "s1", name: "Animal" };

const check = (skills: SetupRequest["skills"], groupIds: Record<string, string> = {}): Promise<SetupResult> =>
  zendesk.setup.check({ account: zendesk.account, webhookUrl, skills, groupIds });

describe("groups", () => {
  const group = async (name: string): Promise<string> =>
    textAt(await zendesk.support("POST", "/groups", { group: { name } }), "group.id");
  const groupNames = () => zendesk.emulator.credentials().groups.map(({ name }) => name);

  test("a missing one is created, once, and nobody is in it", async () => {
    const first = await check([{ id: "s1", name: " Animal " }]);
    expect(first).toMatchObject({
      groups: [{ skillId: "s1", members: 0, created: true }],
      warnings: [{ code: "group_empty", skillId: "s1" }],
    });
    const again = await check([animal]);
    expect(again).toMatchObject({ groups: [{ skillId: "s1", created: false }] });
    expect(groupNames().filter((name) => name === "Animal")).toHaveLength(1);
  });

  test("one of the same name is used, trimmed and exact", async () => {
    await group("animal");
    const id = await group("Animal");
    const agent = zendesk.emulator.credentials().agents[1]?.id;
    await zendesk.support("POST", "/group_memberships", {
      group_membership: { user_id: Number(agent), group_id: Number(id) },
    });
    expect(await check([animal])).toMatchObject({
      groups: [{ skillId: "s1", groupId: id, members: 1, created: false }],
      warnings: [],
    });
  });

  test("on the third page of groups", async () => {
    for (let number = 0; number < 220; number += 1) {
      await group(`Group ${number}`);
    }
    const id = await group("Animal");
    expect(await check([animal])).toMatchObject({
      groups: [{ groupId: id, created: false }],
    });
  });

  test("a deleted one does not count", async () => {
    const id = await group("Animal");
    await zendesk.support("DELETE", `/groups/${id}`);
    const result = await check([animal], { s1: id });
    expect(result).toMatchObject({ groups: [{ created: true }] });
    expect(result).not.toMatchObject({ groups: [{ groupId: id }] });
  });

  test("several of one name: asked which, then the chosen one", async () => {
    const [one, two] = [await group("Animal"), await group("Animal")];
    expect(await check([animal])).toMatchObject({
      outcome: "accepted",
      groups: [],
      warnings: [
        {
          code: "group_ambiguous",
          skillId: "s1",
          choices: [
            { groupId: one, members: 0, createdAt: expect.stringContaining("T") },
            { groupId: two, members: 0 },
          ],
        },
      ],
    });
    expect(await check([animal], { s1: two })).toMatchObject({
      groups: [{ skillId: "s1", groupId: two }],
    });
  });

  test.each([
    ["the answer is lost", { action: "acceptAndDrop" }],
    ["the answer is 502", { action: "acceptThenStatus" }],
  ] as const)("one that was created although %s is used, and not created again", async (_how, fault) => {
    zendesk.emulator.faults.add({ method: "POST", path: "/api/v2/groups", ...fault });
    expect(await check([animal])).toMatchObject({ groups: [{ skillId: "s1", created: true }] });
    expect(await check([animal])).toMatchObject({ groups: [{ skillId: "s1", created: false }] });
    expect(groupNames().filter((name) => name === "Animal")).toHaveLength(1);
  });

  test("one that nobody knows whether it was created is a warning, and is created the next time", async () => {
    zendesk.emulator.faults.add({ method: "POST", path: "/api/v2/groups", action: "drop" });
    expect(await check([animal])).toMatchObject({ groups: [], warnings: [{ code: "group_not_created" }] });
    expect(await check([animal])).toMatchObject({ groups: [{ skillId: "s1", created: true }] });
    expect(groupNames().filter((name) => name === "Animal")).toHaveLength(1);
  });

  test("created by somebody else at the same moment: asked which", async () => {
    const { faults } = zendesk.emulator;
    const { id } = faults.add({ method: "POST", path: "/api/v2/groups", action: "delay", delayMs: 700 });
    const checked = check([animal]);
    await until(
      () => (faults.list().some((fault) => fault.id === id && fault.struck > 0) ? true : undefined),
      "our group on its way",
    );
    const other = await group("Animal");
    expect(await checked).toMatchObject({
      groups: [],
      warnings: [
        {
          code: "group_ambiguous",
          choices: expect.arrayContaining([expect.objectContaining({ groupId: other })]),
        },
      ],
    });
  });

  test("one that cannot be created is a warning and stops no other", async () => {
    const { setup, account, emulator } = zendesk;
    emulator.faults.add({ method: "POST", path: "/api/v2/groups", action: "status", status: 422 });
    const skills = [animal, { id: "s2", name: "Plant" }];
    const synced = await setup.syncGroups({ account, webhookUrl, skills, groupIds: {} });
    expect(synced).toMatchObject({
      groups: [{ skillId: "s2", created: true }],
      warnings: [
        { code: "group_not_created", skillId: "s1", skill: "Animal", detail: expect.stringContaining("422") },
        { code: "group_empty", skillId: "s2" },
      ],
    });
  });

  test("groups that cannot be read are a warning for each skill", async () => {
    zendesk.emulator.faults.add({ method: "GET", path: "/api/v2/groups", action: "status", status: 500 });
    expect(await check([animal])).toMatchObject({
      outcome: "accepted",
      groups: [],
      warnings: [{ code: "group_not_created", skillId: "s1" }],
    });
  });
});

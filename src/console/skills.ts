/** Preferences › Livechat settings › Skills. */
import { CodedError } from "../errors.ts";
import { skillRequestSchema, skillSchema, skillsAnswerSchema } from "../protocol/console.ts";
import type { Store } from "../store/port.ts";
import { botPath, loadBot, skillUses } from "./bot.ts";
import { nothing, type Operations } from "./operation.ts";

const path = `${botPath}/livechat/skills`;

export function addSkillOperations(
  operations: Operations,
  { store, newId }: { readonly store: Pick<Store, "bots">; readonly newId: () => string },
): void {
  operations.add(
    {
      method: "GET",
      path,
      summary: "Preferences › Livechat settings › Skills",
      body: nothing,
      answers: { 200: skillsAnswerSchema },
    },
    async ({ params }) => {
      const bot = await loadBot(store, params);
      const usedBy = await skillUses(store, bot.id);
      const skills = await store.bots.skills(bot.id);
      return {
        status: 200,
        body: { skills: skills.map(({ id, name }) => ({ id, name, usedBy: [...usedBy(id)] })) },
      };
    },
  );
  operations.add(
    {
      method: "POST",
      path,
      summary: "Create a skill, and with it its context condition",
      body: skillRequestSchema,
      answers: { 201: skillSchema },
    },
    async ({ body, params }) => {
      const bot = await loadBot(store, params);
      const skill = { id: newId(), botId: bot.id, name: body.name };
      if ((await store.bots.addSkill(skill)) === "taken") {
        throw new CodedError("name_taken", "The bot already has a skill of this name.");
      }
      return { status: 201, body: { id: skill.id, name: skill.name, usedBy: [] } };
    },
  );
  operations.add(
    {
      method: "DELETE",
      path: `${path}/{skillId}`,
      summary: "Delete a skill; its group in Zendesk stays",
      body: nothing,
      answers: { 204: null },
    },
    async ({ params }) => {
      const bot = await loadBot(store, params);
      const skills = await store.bots.skills(bot.id);
      const skill = skills.find(({ id }) => id === params.skillId);
      if (skill === undefined) throw new CodedError("not_found", "There is no such skill.");
      await store.bots.removeSkill(bot.id, skill.id);
      return { status: 204 };
    },
  );
}

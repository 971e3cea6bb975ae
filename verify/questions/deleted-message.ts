import { open, type Question, seen } from "../question.ts";
import { at, textAt } from "../read.ts";
import { codesOf, isFine } from "../tenant.ts";

export const deletedMessage: Question = {
  id: "deleted-message",
  section: "4",
  asks: "Does a deleted message leave something in the list?",
  ask: async ({ tenant, stage }) => {
    const talk = await stage.talk("plain");
    const { id } = await stage.say(talk, "business", "This message is deleted again.");
    const isIt = (message: unknown) => textAt(message, "id") === id;
    if ((await stage.messageThat(talk, isIt)) === undefined) return open("The list never showed it.");
    const ids = [talk.conversationId, id];
    const answer = await tenant.messaging("DELETE", "/conversations/{}/messages/{}", { ids });
    if (!isFine(answer)) return open(`Deleting was refused with ${answer.status}, code ${codesOf(answer)}.`);
    const after = (await stage.messages(talk)).find(isIt);
    if (after === undefined) return seen(["It is gone from the list."], { deletedMessages: "gone" });
    return at(after, "deleted") === true
      ? seen(["A placeholder stays, with deleted: true."], { deletedMessages: "placeholder" })
      : open("Right after, it still stands in the list.");
  },
};

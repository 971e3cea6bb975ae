import { type Question, seen } from "../question.ts";
import { at } from "../read.ts";
import { codesOf, isFine } from "../tenant.ts";

export const severalConversations: Question = {
  id: "several-conversations",
  section: "4",
  asks: "May a user have a second conversation, and how is it refused?",
  ask: async ({ tenant, stage }) => {
    const { userId } = await stage.talk("plain");
    const app = await tenant.messaging("GET", "");
    const setting = at(app.json, "app.settings.multiConvoEnabled");
    const said =
      typeof setting === "boolean"
        ? `The app's setting multiConvoEnabled says ${setting ? "yes" : "no"}.`
        : `The app's settings do not say (${app.status}).`;
    const second = await tenant.messaging("POST", "/conversations", {
      json: { type: "personal", participants: [{ userId, subscribeSDKClient: false }] },
    });
    const allowed = isFine(second);
    return seen(
      [
        said,
        allowed
          ? "A second conversation was created."
          : `The second conversation was refused with ${second.status}, code ${codesOf(second)}, body ${JSON.stringify(second.json)}.`,
      ],
      { multiConversations: allowed },
    );
  },
};

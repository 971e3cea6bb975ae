import { FormData } from "undici";
import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";
import { codesOf, isFine } from "../tenant.ts";

export const privateFiles: Question = {
  id: "private-files",
  section: "4",
  asks: "Do files need credentials, and where are they fetched from?",
  ask: async ({ tenant, stage }) => {
    const { conversationId } = await stage.talk("plain");
    const form = new FormData();
    form.append("source", new Blob([`${stage.mark}\n`], { type: "text/plain" }), `${stage.mark}.txt`);
    const uploaded = await tenant.messaging("POST", "/attachments", {
      form,
      query: { access: "public", for: "message", conversationId },
    });
    const mediaUrl = textAt(uploaded.json, "attachment.mediaUrl");
    if (mediaUrl === undefined)
      return open(`The upload was refused with ${uploaded.status}, code ${codesOf(uploaded)}.`);
    const without = await tenant.open(mediaUrl, false);
    const withKey = await tenant.open(mediaUrl, true);
    const target = withKey.headers["location"];
    const isPrivate = without.status === 401 || without.status === 403;
    const observed = [
      `The file stands on ${new URL(mediaUrl).host}.`,
      `Without credentials the answer is ${without.status}, with the key's ${withKey.status}.`,
      ...(target === undefined ? [] : [`It leads on to ${new URL(target, mediaUrl).host}.`]),
    ];
    return isPrivate || isFine(without) || without.status === 302
      ? seen(observed, { privateAttachments: isPrivate })
      : open(...observed);
  },
};

import { describe, expect, it } from "vitest";
import { noticeKeys } from "../conversation/notices.ts";
import { errorCodes } from "../errors.ts";
import { botPhrase, noticeText, operatorTexts, richWords, visitorError } from "./texts.ts";

const languages = ["en", "fr"] as const;

describe("notices", () => {
  it.each(noticeKeys)("%s has words in both languages, with and without a name", (notice) => {
    for (const language of languages) {
      for (const values of [{}, { name: "Zoé" }]) {
        expect(noticeText(notice, values, language)).toMatch(/^[\p{Lu}].*\.$/u);
        expect(noticeText(notice, values, language)).not.toContain("undefined");
      }
    }
    expect(noticeText(notice, {}, "en")).not.toBe(noticeText(notice, {}, "fr"));
  });

  it("names the operator who joined", () => {
    expect(noticeText("operator_joined", { name: "Zoé" }, "fr")).toBe("Zoé a rejoint la conversation.");
  });
});

describe("visitorError", () => {
  it.each(errorCodes)("%s is a sentence without its code", (code) => {
    for (const language of languages) {
      expect(visitorError(code, language)).toMatch(/^\p{Lu}.*\.$/u);
      expect(visitorError(code, language)).not.toContain(code);
    }
  });

  it("has a sentence for a code it does not know", () => {
    expect(visitorError("constructor", "en")).toContain("on our side");
  });

  it("does not ask to send again what can no longer be sent", () => {
    for (const code of ["handoff_over", "zendesk_conversation_gone"]) {
      expect(visitorError(code, "en")).toContain("the chat with our team is over");
      expect(visitorError(code, "fr")).toContain("l’échange avec notre équipe est terminé");
    }
  });

  it("states the limit of a text as each language writes them", () => {
    expect(visitorError("message_too_long", "en")).toContain("4,000 characters");
    expect(visitorError("message_too_long", "fr")).toContain("4\u202f000 caractères");
  });
});

describe("French typography", () => {
  it("leaves no ordinary space where a no-break one belongs", () => {
    const french = [
      ...noticeKeys.map((notice) => noticeText(notice, {}, "fr")),
      ...errorCodes.map((code) => visitorError(code, "fr")),
      ...Object.values(richWords.fr),
      botPhrase("greeting", "fr"),
      botPhrase("emailAgain", "fr"),
      operatorTexts.fr.historyFollows("Pixel"),
      operatorTexts.fr.stated({ variable: "mail", value: "a@b.fr" }),
    ];
    for (const text of french) {
      expect(text).not.toMatch(/ [;:!?»]|« |'/);
    }
    expect(botPhrase("emailAgain", "fr")).toContain("«\u202fpasser\u202f»");
  });

  it("does not touch what the visitor stated", () => {
    expect(operatorTexts.fr.stated({ variable: "nom", value: "a ? b" })).toContain("nom = a ? b");
  });
});

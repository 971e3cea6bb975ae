import { describe, expect, it } from "vitest";
import { plainFromRichText, richTextSchema } from "../protocol/rich-text.ts";
import { answerText } from "./answer-text.ts";

describe("answerText", () => {
  it("keeps a single paragraph flat, with its line breaks", () => {
    expect(answerText("One\nTwo", {}, "en")).toEqual([
      { type: "text", text: "One" },
      { type: "break" },
      { type: "text", text: "Two" },
    ]);
  });

  it("knows strong words, links and bare addresses", () => {
    expect(answerText("**Call** us: [map](https://a.example/m), https://b.example/x.", {}, "en")).toEqual([
      { type: "strong", children: [{ type: "text", text: "Call" }] },
      { type: "text", text: " us: " },
      { type: "link", href: "https://a.example/m", children: [{ type: "text", text: "map" }] },
      { type: "text", text: ", " },
      {
        type: "link",
        href: "https://b.example/x",
        children: [{ type: "text", text: "https://b.example/x" }],
      },
      { type: "text", text: "." },
    ]);
    expect(answerText("Write to hello@a.example.", {}, "en")[1]).toMatchObject({
      href: "mailto:hello@a.example",
    });
  });

  it("makes paragraphs and lists", () => {
    const text = answerText("Hours:\n- Monday\n- Tuesday\n\n1. first\n2. second", {}, "en");
    expect(text.map((node) => node.type)).toEqual(["paragraph", "bulletList", "numberList"]);
    expect(plainFromRichText(text)).toContain("• Monday\n• Tuesday");
  });

  it("reads brackets that never close in no time, and those that do from the innermost", () => {
    const started = performance.now();
    answerText("[*".repeat(100_000), {}, "en");
    expect(performance.now() - started).toBeLessThan(1000);
    expect(answerText("[see [here](https://a.example/)", {}, "en")).toEqual([
      { type: "text", text: "[see " },
      { type: "link", href: "https://a.example/", children: [{ type: "text", text: "here" }] },
    ]);
  });

  it("never makes a link of another scheme", () => {
    const text = answerText("[x](javascript:alert(1)) [y](data:text/html,z)", {}, "en");
    expect(text.every((node) => node.type === "text")).toBe(true);
  });

  it("puts values in as text: what a visitor typed is never notation", () => {
    const hostile = "**x** [a](https://evil.example) <b>${mail}</b>";
    expect(answerText("Hello ${mail}, **${mail}**", { mail: hostile }, "en")).toEqual([
      { type: "text", text: `Hello ${hostile}, ` },
      { type: "strong", children: [{ type: "text", text: hostile }] },
    ]);
  });

  it("leaves out a line whose variable nobody filled, unless nothing would remain", () => {
    expect(plainFromRichText(answerText("Thank you.\nI noted ${mail}.", {}, "en"))).toBe("Thank you.");
    expect(plainFromRichText(answerText("I noted ${mail}.", {}, "en"))).toBe("I noted .");
    expect(plainFromRichText(answerText("I noted ${toString}.\nOk", {}, "en"))).toBe("Ok");
  });

  it("sets French spaces", () => {
    expect(plainFromRichText(answerText("Ça va ? « Oui » : bien", {}, "fr"))).toBe(
      "Ça va\u202f? «\u202fOui\u202f»\u00a0: bien",
    );
  });

  it("gives what the wire accepts", () => {
    const text = answerText("**a** [b](https://c.example)\n\n- d", {}, "en");
    expect(richTextSchema.parse(text)).toEqual(text);
  });
});

import { describe, expect, test } from "vitest";
import type { RichNode, RichText } from "../protocol/rich-text.ts";
import { richTextFromHtml } from "./operator-html.ts";
import { operatorText, richTextWithLinks } from "./operator-text.ts";

const text = (words: string): RichNode => ({ type: "text", text: words });
const link = (href: string, words = href): RichNode => ({ type: "link", href, children: [text(words)] });

describe("plain text", () => {
  test("keeps its line breaks", () => {
    expect(richTextWithLinks("one\r\ntwo\n\nfour")).toEqual([text("one\ntwo\n\nfour")]);
    expect(richTextWithLinks("see\nhttps://example.com/\nand")).toEqual([
      text("see\n"),
      link("https://example.com/"),
      text("\nand"),
    ]);
  });

  test.each([
    ["see https://example.com/a?b=c#d.", ["see ", "https://example.com/a?b=c#d", "."]],
    ["(https://example.com/a)", ["(", "https://example.com/a", ")"]],
    ["https://example.com/a_(b)", ["", "https://example.com/a_(b)", ""]],
    ["«https://example.com/»!", ["«", "https://example.com/", "»!"]],
    ["write mailto:jane@example.com, please", ["write ", "mailto:jane@example.com", ", please"]],
  ])("%s holds a link", (written, [before = "", href = "", after = ""]) => {
    const parts: RichText = [
      ...(before === "" ? [] : [text(before)]),
      link(href),
      ...(after === "" ? [] : [text(after)]),
    ];
    expect(richTextWithLinks(written)).toEqual(parts);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "https://", "http://[", "xhttps"])(
    "%s is only text",
    (written) => {
      expect(richTextWithLinks(written)).toEqual([text(written)]);
    },
  );

  test("markdown is shown as it was typed", () => {
    expect(operatorText({ type: "text", markdownText: "**hi** [x](javascript:alert(1))" })).toEqual([
      text("**hi** [x](javascript:alert(1))"),
    ]);
  });

  test("a long row of brackets and dots takes no time", () => {
    const started = performance.now();
    richTextWithLinks(`https://example.com/${").".repeat(10_000)}x`);
    richTextWithLinks(`https://example.com/${")".repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe("HTML", () => {
  test("what operators write", () => {
    expect(
      richTextFromHtml(
        '<p>Hello <b>Jane</b>,<br>see <a href="https://example.com/x" onclick="evil()">this</a></p>\n<ul>\n <li>one</li>\n <li><em>two</em></li>\n</ul>',
      ),
    ).toEqual([
      {
        type: "paragraph",
        children: [
          text("Hello "),
          { type: "strong", children: [text("Jane")] },
          text(","),
          { type: "break" },
          text("see "),
          link("https://example.com/x", "this"),
        ],
      },
      {
        type: "bulletList",
        children: [
          { type: "listItem", children: [text("one")] },
          { type: "listItem", children: [{ type: "emphasis", children: [text("two")] }] },
        ],
      },
    ]);
  });

  test("code keeps its blanks", () => {
    expect(richTextFromHtml("<pre>a\n  b</pre>")).toEqual([
      { type: "preformatted", children: [text("a\n  b")] },
    ]);
  });

  test.each([
    ["<script>alert(1)</script>", []],
    ["<style>p{}</style>a", [text("a")]],
    ["<svg><a href='https://example.com/'>x</a></svg>", []],
    ["<a href='javascript:alert(1)'>x</a>", [text("x")]],
    ["<a href=' java\nscript:alert(1)'>x</a>", [text("x")]],
    ["<a href='//example.com'>x</a>", [text("x")]],
    ["<a href='https://bank.example@evil.example/'>x</a>", [text("x")]],
    ["<a>x</a>", [text("x")]],
    ["<marquee>x</marquee>", [text("x")]],
    ["<form action='https://evil.example'><input value='y'>x</form>", [text("x")]],
    ["<img src=x onerror=alert(1) alt='a cat'>", [text("a cat")]],
    ["<img src='javascript:alert(1)'>", []],
    [
      "<img src='https://a.example/cat.png'>",
      [{ type: "link", href: "https://a.example/cat.png", children: [text("https://a.example/cat.png")] }],
    ],
    ["&lt;script&gt;", [text("<script>")]],
    ["<constructor>x</constructor>", [text("x")]],
    ["<p></p><p> </p>", []],
    ["a</b></p></div>b", [text("a"), text("b")]],
  ])("%s becomes %j", (html, tree) => {
    expect(richTextFromHtml(html)).toEqual(tree);
  });

  test("a link in a link is one link", () => {
    const html = "<a href='https://a.example/'>x<a href='https://b.example/'>y</a></a>";
    for (const node of richTextFromHtml(html)) {
      expect(node.type === "link" && node.children.some((child) => child.type === "link")).toBe(false);
    }
  });

  test("is preferred, and empty HTML falls back on the plain words", () => {
    expect(operatorText({ type: "text", text: "plain", htmlText: "<b>rich</b>" })).toEqual([
      { type: "strong", children: [text("rich")] },
    ]);
    expect(operatorText({ type: "text", text: "plain", htmlText: "<p></p>" })).toEqual([text("plain")]);
    expect(operatorText({ type: "text" })).toEqual([]);
  });
});

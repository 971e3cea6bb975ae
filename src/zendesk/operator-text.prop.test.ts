import fc from "fast-check";
import { expect, test } from "vitest";
import { plainFromRichText, type RichText, richTextSchema } from "../protocol/rich-text.ts";
import { richTextFromHtml } from "./operator-html.ts";
import { operatorText, richTextWithLinks } from "./operator-text.ts";

const tags = "a b p ul li br div img script style svg pre blockquote table td iframe __proto__ h1".split(" ");
const hrefs =
  "https://example.com/ javascript:alert(1) JaVaScRiPt:x data:text/html,x mailto:a@b.c //x vbscript:x http://[ &#106;avascript:x".split(
    " ",
  );
const html = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tags).map((tag) => `<${tag}>`),
      fc.constantFrom(...tags).map((tag) => `</${tag}>`),
      fc.constantFrom(...hrefs).map((href) => `<a href="${href}">`),
      fc.constantFrom(...hrefs),
      fc.constantFrom("<", ">", "&", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "'", '"', "\u0000", " "),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

interface Seen {
  depth: number;
  nodes: number;
  links: number;
}

function walk(nodes: RichText, depth: number, seen: Seen): void {
  seen.depth = Math.max(seen.depth, depth);
  for (const node of nodes) {
    seen.nodes += 1;
    if ("children" in node) {
      walk(node.children, depth + 1, seen);
    }
    if (node.type === "link") {
      seen.links += 1;
      expect(["http:", "https:", "mailto:"]).toContain(new URL(node.href).protocol);
    }
  }
}

function check(tree: RichText): Seen {
  const seen = { depth: 0, nodes: 0, links: 0 };
  expect(richTextSchema.safeParse(tree).success).toBe(true);
  walk(tree, 1, seen);
  expect(seen.depth).toBeLessThanOrEqual(14);
  return seen;
}

test("whatever HTML or text goes in, only known nodes and safe addresses come out", () => {
  let links = 0;
  fc.assert(
    fc.property(html, (written) => {
      links += check(operatorText({ type: "text", htmlText: written, text: written })).links;
      check(richTextWithLinks(written));
    }),
    { numRuns: 2_000 },
  );
  expect(links).toBeGreaterThan(100);
});

test("depth and size are bounded", () => {
  expect(check(richTextFromHtml(`${"<b>".repeat(50_000)}x`)).depth).toBeLessThanOrEqual(14);
  expect(check(richTextFromHtml("<b>x</b><i>y</i>".repeat(20_000))).nodes).toBeLessThanOrEqual(2_000);
});

const wordsOf = (tree: RichText) => plainFromRichText(tree).match(/\w+/g) ?? [];

test.each([
  ["links", "http://a ", 8_800],
  ["lines", "a\n", 9_000],
  ["marks", "<b>x</b> <i>y</i> ", 4_000],
  ["pictures", '<img alt="z"> ', 5_000],
  ["lists", "<ul><li>a <li>b </ul>", 3_500],
])("a text of many %s has a bounded tree, whose words go on as plain text", (_of, part, times) => {
  for (const written of [part.repeat(times), `${part.repeat(200)} the end`]) {
    const tree = richTextFromHtml(written);
    expect(check(tree).nodes).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(tree).length).toBeLessThan(300_000);
    expect(check(richTextWithLinks(written)).nodes).toBeLessThanOrEqual(2_000);
  }
  const [one = ""] = wordsOf(richTextFromHtml(part));
  const some = wordsOf(richTextFromHtml(part.repeat(1_500)));
  expect(some.filter((word) => word === one).length).toBeGreaterThanOrEqual(1_500);
  expect(wordsOf(richTextFromHtml(`${part.repeat(1_500)} the end`)).slice(-2)).toEqual(["the", "end"]);
});

test("what is cut ends with an ellipsis", () => {
  for (const text of ["words ".repeat(50_000), "😀".repeat(50_000)]) {
    expect(plainFromRichText(operatorText({ type: "text", text }))).toMatch(/…$/);
    expect(plainFromRichText(operatorText({ type: "text", htmlText: text }))).toMatch(/…$/);
    expect(plainFromRichText(operatorText({ type: "text", text })).isWellFormed()).toBe(true);
  }
});

test("plain text loses no word", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (written) => {
      const words = richTextWithLinks(written).map((node) => {
        const [label] = node.type === "link" ? node.children : [node];
        return label?.type === "text" ? label.text : "\n";
      });
      expect(words.join("")).toBe(written.replaceAll(/\r\n?/g, "\n"));
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { htmlFromMarkdown, textFromHtml } from "./markup.ts";

test.each([
  ["plain", "<p>plain</p>", "plain"],
  ["a\nb", "<p>a<br>b</p>", "a\nb"],
  ["**b** and *e* and `c`", "<p><strong>b</strong> and <em>e</em> and <code>c</code></p>", "b and e and c"],
  ["[here](https://example.org)", '<p><a href="https://example.org">here</a></p>', "here"],
  ["[bad](javascript:x)", "<p>[bad](javascript:x)</p>", "[bad](javascript:x)"],
  ["1. a\n2. b", "<ol><li>a</li><li>b</li></ol>", "a\nb"],
  ['1 < 2 & "x"', "<p>1 &lt; 2 &amp; &quot;x&quot;</p>", '1 < 2 & "x"'],
  ["snake_case_name", "<p>snake_case_name</p>", "snake_case_name"],
])("%j", (markdown, html, text) => {
  expect(htmlFromMarkdown(markdown)).toBe(html);
  expect(textFromHtml(html)).toBe(text);
});

test("no markdown makes a tag of its own", () => {
  fc.assert(
    fc.property(fc.string(), (markdown) => {
      const tags = htmlFromMarkdown(markdown).matchAll(/<\/?([a-z]+)/gu);
      for (const [, name] of tags)
        expect(["a", "br", "code", "em", "li", "ol", "p", "strong", "ul"]).toContain(name);
    }),
  );
});

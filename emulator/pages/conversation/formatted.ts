/** Text with formatting, as a small tree of what may be shown; everything else of a markup is left out. */
export type FormattedTag =
  | "strong"
  | "em"
  | "u"
  | "s"
  | "code"
  | "pre"
  | "a"
  | "p"
  | "br"
  | "ul"
  | "ol"
  | "li"
  | "blockquote";

export type Formatted = string | { tag: FormattedTag; href?: string; children: readonly Formatted[] };

const element = (tag: FormattedTag, children: readonly Formatted[], href?: string): Formatted => ({
  tag,
  children,
  ...(href !== undefined && { href }),
});

const tags: Readonly<Record<string, FormattedTag>> = {
  b: "strong",
  strong: "strong",
  i: "em",
  em: "em",
  u: "u",
  s: "s",
  del: "s",
  code: "code",
  pre: "pre",
  p: "p",
  div: "p",
  br: "br",
  ul: "ul",
  ol: "ol",
  li: "li",
  blockquote: "blockquote",
  h1: "p",
  h2: "p",
  h3: "p",
  h4: "p",
  h5: "p",
  h6: "p",
};

/** Their text is not meant to be read. */
const dropped = new Set(["script", "style", "template", "noscript", "iframe", "object", "head", "title"]);

/** Reads HTML in a document of its own, where nothing of it runs or loads. */
export function fromHtml(html: string): Formatted[] {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].flatMap(fromNode);
}

function fromNode(node: ChildNode): Formatted[] {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ? [node.nodeValue] : [];
  if (!(node instanceof Element)) return [];
  const name = node.localName;
  if (dropped.has(name)) return [];
  const children = [...node.childNodes].flatMap(fromNode);
  if (name === "a") return [element("a", children, node.getAttribute("href") ?? "")];
  const tag = tags[name];
  if (tag === undefined) return children;
  return [element(tag, /^h[1-6]$/u.test(name) ? [element("strong", children)] : children)];
}

/** The part of Markdown that Sunshine Conversations knows: emphasis, code, links and lists. */
export function fromMarkdown(markdown: string): Formatted[] {
  const blocks: Formatted[] = [];
  let lines: string[] = [];
  let list: { tag: "ul" | "ol"; items: Formatted[] } | undefined;
  const end = (): void => {
    if (lines.length > 0) blocks.push(element("p", withBreaks(lines)));
    if (list) blocks.push(element(list.tag, list.items));
    lines = [];
    list = undefined;
  };
  for (const line of markdown.split(/\r?\n/u)) {
    const item = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/u.exec(line);
    const heading = /^#{1,6}\s+(.*)$/u.exec(line);
    if (item) {
      const tag = item[1] === undefined ? "ul" : "ol";
      if (list?.tag !== tag) end();
      list ??= { tag, items: [] };
      list.items.push(element("li", inline(item[2] ?? "")));
    } else if (heading) {
      end();
      blocks.push(element("p", [element("strong", inline(heading[1] ?? ""))]));
    } else if (line.trim() === "") end();
    else {
      if (list) end();
      lines.push(line);
    }
  }
  end();
  return blocks;
}

const withBreaks = (lines: readonly string[]): Formatted[] =>
  lines.flatMap((line, index) => (index === 0 ? inline(line) : [element("br", []), ...inline(line)]));

const marked =
  /`([^`]+)`|\*\*(\S(?:[^*]*\S)?)\*\*|__(\S(?:[^_]*\S)?)__|\*(\S(?:[^*]*\S)?)\*|(?<![\p{L}\d])_(\S(?:[^_]*\S)?)_(?![\p{L}\d])|\[([^\]]+)\]\(([^()\s]+)\)/u;

function inline(text: string): Formatted[] {
  const parts: Formatted[] = [];
  let rest = text;
  for (let found = marked.exec(rest); found; found = marked.exec(rest)) {
    const [whole, code, strong, strongToo, em, emToo, label, href] = found;
    if (found.index > 0) parts.push(rest.slice(0, found.index));
    if (code !== undefined) parts.push(element("code", [code]));
    else if (label !== undefined) parts.push(element("a", [label], href ?? ""));
    else if (em !== undefined || emToo !== undefined) parts.push(element("em", inline(em ?? emToo ?? "")));
    else parts.push(element("strong", inline(strong ?? strongToo ?? "")));
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== "") parts.push(rest);
  return parts;
}

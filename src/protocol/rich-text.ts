/** Formatted text as a typed tree: pages build DOM nodes from it, so no HTML ever travels to a browser. */
import * as z from "zod/mini";

const marks = [
  "strong",
  "emphasis",
  "code",
  "preformatted",
  "quote",
  "paragraph",
  "bulletList",
  "numberList",
  "listItem",
] as const;

export type RichNode =
  /** A line feed in it is shown as a line break, like `break`. */
  | { type: "text"; text: string }
  | { type: "break" }
  /** `href` is http, https or mailto; the reader opens it in a new tab without opener. */
  | { type: "link"; href: string; children: RichText }
  | { type: (typeof marks)[number]; children: RichText };

export type RichText = RichNode[];

export const richNodeSchema: z.ZodMiniType<RichNode> = z.lazy(() =>
  z.union([
    z.object({ type: z.literal("text"), text: z.string() }),
    z.object({ type: z.literal("break") }),
    z.object({
      type: z.literal("link"),
      href: z.string().check(z.regex(/^(https?:|mailto:)/i)),
      children: richTextSchema,
    }),
    z.object({ type: z.enum(marks), children: richTextSchema }),
  ]),
);

export const richTextSchema: z.ZodMiniType<RichText> = z.array(richNodeSchema);

/** One paragraph-less text. It stays one node however many lines it has: thousands of nodes would be for everybody to carry. */
export function richTextFromPlain(text: string): RichText {
  return text === "" ? [] : [{ type: "text", text }];
}

/** The words alone: what goes to a place that knows no formatting. Links keep their address when their text hides it. */
export function plainFromRichText(nodes: RichText): string {
  return plainFromNodes(nodes).trim();
}

const blocks = new Set<RichNode["type"]>([
  "paragraph",
  "quote",
  "preformatted",
  "bulletList",
  "numberList",
  "listItem",
]);

/** A block begins on a line of its own, whatever stands before it. */
function plainFromNodes(nodes: RichText): string {
  let plain = "";
  for (const node of nodes) {
    if (blocks.has(node.type) && plain !== "" && !plain.endsWith("\n")) plain += "\n";
    plain += plainFromNode(node);
  }
  return plain;
}

function plainFromNode(node: RichNode): string {
  switch (node.type) {
    case "text":
      return node.text;
    case "break":
      return "\n";
    case "link": {
      const label = plainFromNodes(node.children);
      return label === node.href || `mailto:${label}` === node.href ? label : `${label} (${node.href})`;
    }
    case "listItem":
      return `• ${plainFromNodes(node.children)}\n`;
    case "paragraph":
    case "quote":
    case "preformatted":
    case "bulletList":
    case "numberList":
      return `${plainFromNodes(node.children)}\n`;
    case "strong":
    case "emphasis":
    case "code":
      return plainFromNodes(node.children);
  }
}

import type { JSONContent } from "@tiptap/react";

/** An editor's document in words alone: a line for each paragraph, entries of lists with a dash or their number. */
export function plainText(node: JSONContent): string {
  const { type, text, content = [] } = node;
  if (text !== undefined) return text;
  switch (type) {
    case "hardBreak":
      return "\n";
    case "doc":
      return content.map(plainText).join("\n");
    case "bulletList":
      return content.map((item) => listed("- ", item)).join("\n");
    case "orderedList":
      return content.map((item, index) => listed(`${index + 1}. `, item)).join("\n");
    default:
      return content.map(plainText).join("");
  }
}

/** Lists inside an entry stand below it, further in. */
function listed(mark: string, { content = [] }: JSONContent): string {
  const indent = " ".repeat(mark.length);
  return mark + content.map((part) => plainText(part).replaceAll("\n", `\n${indent}`)).join(`\n${indent}`);
}

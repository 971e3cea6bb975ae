/** Between markdown, HTML and plain text: what Zendesk keeps of a posted text in each (zendesk.md §4). */

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const inline = (text: string) =>
  escaped(text)
    .replaceAll(/`([^`]+)`/gu, "<code>$1</code>")
    .replaceAll(/\[([^\]]+)\]\((https?:[^\s)]+)\)/gu, '<a href="$2">$1</a>')
    .replaceAll(/\*\*([^*]+)\*\*/gu, "<strong>$1</strong>")
    .replaceAll(/(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])/gu, "<em>$1</em>");

const BULLET = /^\s*[-*+]\s+/u;
const NUMBER = /^\s*\d+[.)]\s+/u;

function block(text: string): string {
  const lines = text.split("\n");
  for (const [tag, mark] of [
    ["ul", BULLET],
    ["ol", NUMBER],
  ] as const)
    if (lines.every((line) => mark.test(line)))
      return `<${tag}>${lines.map((line) => `<li>${inline(line.replace(mark, ""))}</li>`).join("")}</${tag}>`;
  return `<p>${lines.map(inline).join("<br>")}</p>`;
}

/** Paragraphs, lists, emphasis, code and links; other marks stay as they are. */
export const htmlFromMarkdown = (markdown: string): string =>
  markdown
    .split(/\n{2,}/u)
    .filter((part) => part.trim() !== "")
    .map(block)
    .join("");

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

/** What remains of HTML where only plain text is shown. */
export const textFromHtml = (html: string): string =>
  html
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|li|h[1-6]|blockquote)>/giu, "\n")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&(?:amp|lt|gt|quot|#39|nbsp);/gu, (entity) => entities[entity] ?? entity)
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();

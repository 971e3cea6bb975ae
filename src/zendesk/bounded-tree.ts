/** The size of the tree that a message becomes: a short text can be made to have very many nodes. */
import { plainFromRichText, type RichNode, type RichText } from "../protocol/rich-text.ts";
import { shortened } from "./lengths.ts";

/** Far above what a message of Zendesk's composer has. */
export const mostNodes = 2_000;
/** Characters of texts and addresses. */
const mostCharacters = 100_000;

/** The tree; from where it has too many nodes, or too long ones, it goes on as one plain text. */
export function boundedTree(tree: RichText): RichText {
  // The break and the text at the end are counted as well.
  let [nodes, characters] = [mostNodes - 2, mostCharacters];
  const beyond: RichText = [];

  const keep = (all: RichText): RichText => all.flatMap((node) => keepNode(node));
  const keepNode = (node: RichNode): RichText => {
    nodes -= 1;
    characters -= lengthOf(node);
    if (beyond.length > 0 || nodes < 0 || characters < 0) {
      beyond.push(node);
      return [];
    }
    if (!("children" in node)) return [node];
    const children = keep(node.children);
    return children.length === 0 ? [] : [{ ...node, children }];
  };

  const kept = keep(tree);
  const rest = shortened(plainFromRichText(beyond));
  return rest === "" ? kept : [...kept, { type: "break" }, { type: "text", text: rest }];
}

function lengthOf(node: RichNode): number {
  if (node.type === "text") return node.text.length;
  return node.type === "link" ? node.href.length : 0;
}

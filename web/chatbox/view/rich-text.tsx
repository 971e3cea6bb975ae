import type { ComponentChildren } from "preact";
import type { RichNode, RichText } from "../../../src/protocol/rich-text.ts";

/** Builds DOM nodes from the tree; nothing of it is ever read as HTML. */
export function Rich({ nodes }: { nodes: RichText }): ComponentChildren {
  return nodes.map((node, index) => <Node key={index} node={node} />);
}

function Node({ node }: { node: RichNode }): ComponentChildren {
  if (node.type === "text") return node.text;
  if (node.type === "break") return <br />;
  const inner = <Rich nodes={node.children} />;
  switch (node.type) {
    case "link":
      // The schema lets only http, https and mailto through.
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer">
          {inner}
        </a>
      );
    case "strong":
      return <strong>{inner}</strong>;
    case "emphasis":
      return <em>{inner}</em>;
    case "code":
      return <code>{inner}</code>;
    case "preformatted":
      return <pre>{inner}</pre>;
    case "quote":
      return <blockquote>{inner}</blockquote>;
    case "paragraph":
      return <p>{inner}</p>;
    case "bulletList":
      return <ul>{inner}</ul>;
    case "numberList":
      return <ol>{inner}</ol>;
    case "listItem":
      return <li>{inner}</li>;
  }
}

import type { MessageContent, RichContent } from "../../agent/contract.ts";
import { Body } from "./body.tsx";

/** What a macro prepared, as it will look in the conversation. */
export function Prepared({ content }: { content: RichContent }) {
  return <Body content={shown(content)} side="end" />;
}

function shown(content: RichContent): Exclude<MessageContent, { type: "event" }> {
  return content.type === "text" ? content : { ...content, text: "" };
}

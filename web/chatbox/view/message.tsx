import { plainFromRichText } from "../../../src/protocol/rich-text.ts";
import type { Item } from "../core/view.ts";
import { useSurroundings } from "./context.ts";
import { FileMessage } from "./file.tsx";
import { AlertIcon } from "./icons.tsx";
import { Rich } from "./rich-text.tsx";

/** One bubble with, on the visitor's own, how far it came. */
export function Message({ item, stateShown }: { item: Item; stateShown: boolean }) {
  const { content } = item;
  if (content.type === "notice") return null;
  const bare = content.type === "file" && content.image && content.caption === undefined;
  return (
    <div class="message" data-author={item.author.type} data-state={item.state}>
      <div class={bare ? "bubble bubble-bare" : "bubble"}>
        {content.type === "text" ? <Rich nodes={content.body} /> : <FileMessage file={content} />}
      </div>
      {item.state === undefined ? null : <State item={item} state={item.state} shown={stateShown} />}
    </div>
  );
}

function State({ item, state, shown }: { item: Item; state: NonNullable<Item["state"]>; shown: boolean }) {
  const { strings, chat } = useSurroundings();
  const { clientId, content } = item;
  const words = strings.states[state];
  if (state !== "failed" && state !== "rejected") {
    return <div class={shown || state === "sending" ? "state" : "state unseen"}>{words}</div>;
  }
  const again = (): void => {
    if (state === "rejected" && clientId !== undefined) chat.retry(clientId);
    else if (content.type === "text") chat.sayText(plainFromRichText(content.body));
  };
  return (
    <div class="state state-trouble">
      <span class="trouble">
        <AlertIcon /> {words}. {item.reason}
      </span>
      {state === "rejected" || content.type === "text" ? (
        <button type="button" class="text-button" onClick={again}>
          {strings.retry}
        </button>
      ) : null}
      {state === "rejected" && clientId !== undefined ? (
        <button type="button" class="text-button" onClick={() => chat.remove(clientId)}>
          {strings.remove}
        </button>
      ) : null}
    </div>
  );
}

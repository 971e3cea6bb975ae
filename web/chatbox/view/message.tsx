import { plainFromRichText } from "../../../src/protocol/rich-text.ts";
import type { Item } from "../core/view.ts";
import { Choices } from "./choices.tsx";
import { useSurroundings } from "./context.ts";
import { FileMessage } from "./file.tsx";
import { useFocusKept } from "./focus.ts";
import { AlertIcon } from "./icons.tsx";
import { Rich } from "./rich-text.tsx";

/** One bubble with, on the visitor's own, how far it came. */
export function Message({ item, stateShown, open }: { item: Item; stateShown: boolean; open: boolean }) {
  const { strings } = useSurroundings();
  const { content } = item;
  if (content.type === "notice") return null;
  const bare = content.type === "file" && content.image && content.caption === undefined;
  return (
    <div class="message" data-author={item.author.type} data-state={item.state}>
      {item.overtaken === true ? <p class="overtaken">{strings.overtaken}</p> : null}
      <div class={bare ? "bubble bubble-bare" : "bubble"}>
        {content.type === "text" ? <Rich nodes={content.body} /> : <FileMessage file={content} />}
      </div>
      <Choices item={item} open={open} />
      <State item={item} shown={stateShown} />
    </div>
  );
}

function State({ item, shown }: { item: Item; shown: boolean }) {
  const { strings } = useSurroundings();
  const { state } = item;
  if (state === undefined) return null;
  if (state === "failed" || state === "rejected") return <Trouble item={item} state={state} />;
  return <div class={shown || state === "sending" ? "state" : "state unseen"}>{strings.states[state]}</div>;
}

/**
 * What did not arrive goes out again with one click as long as it can reach who it was written for. Afterwards a
 * text only goes back to where it was written: whether the assistant should read it is for the visitor to say.
 */
function Trouble({ item, state }: { item: Item; state: "failed" | "rejected" }) {
  const { strings, chat, reuse } = useSurroundings();
  const ref = useFocusKept<HTMLDivElement>();
  const { content, key } = item;
  const rejected = state === "rejected";
  return (
    <div ref={ref} class="state state-trouble">
      <span class="trouble">
        <AlertIcon /> {strings.states[state]}. {item.reason}
      </span>
      {rejected || item.retryable === true ? (
        <button type="button" class="text-button" onClick={() => chat.retry(key)}>
          {strings.retry}
        </button>
      ) : content.type === "text" ? (
        <button type="button" class="text-button" onClick={() => reuse(plainFromRichText(content.body))}>
          {strings.reuse}
        </button>
      ) : null}
      {rejected ? (
        <button type="button" class="text-button" onClick={() => chat.remove(key)}>
          {strings.remove}
        </button>
      ) : null}
    </div>
  );
}

import { useRef } from "preact/hooks";
import type { ChatView } from "../core/view.ts";
import { Avatar } from "./avatar.tsx";
import { useSurroundings } from "./context.ts";
import { useFocusKept } from "./focus.ts";
import { nameOf } from "./groups.ts";
import { BotIcon, LeaveIcon, MinimiseIcon, PersonIcon } from "./icons.tsx";

/** Whose chat it is and who answers at the moment. */
export function Header({
  view,
  preview,
  onClose,
}: {
  view: ChatView;
  preview: boolean;
  onClose: (() => void) | undefined;
}) {
  const { strings } = useSurroundings();
  const { mode, operator } = view.status;
  const bot = view.items.findLast(({ author }) => author.type === "bot")?.author;
  const who =
    mode === "connecting"
      ? strings.connectingToOperator
      : mode === "livechat"
        ? (operator?.name ?? strings.answeredByOperator)
        : ((bot === undefined ? undefined : nameOf(bot)) ?? strings.assistant);
  return (
    <header class="head">
      <span class="head-sign">
        {mode === "connecting" ? (
          <span class="spinner" aria-hidden="true" />
        ) : mode === "livechat" && operator !== undefined ? (
          <Avatar author={{ type: "operator", ...operator }} />
        ) : (
          <span class="avatar avatar-bot" aria-hidden="true">
            {mode === "livechat" ? <PersonIcon /> : <BotIcon />}
          </span>
        )}
      </span>
      <div class="head-words">
        <h1>{view.session?.channel.title ?? strings.chat}</h1>
        <p class="head-who" role="status" data-mode={mode}>
          {view.session === undefined ? "\u00a0" : who}
        </p>
      </div>
      {preview ? <span class="head-test">{strings.testConversation}</span> : null}
      {onClose === undefined ? null : (
        <button type="button" class="icon-button" aria-label={strings.close} onClick={onClose}>
          <MinimiseIcon />
        </button>
      )}
    </header>
  );
}

/** The way back to the bot, offered as long as an operator is involved; asks before it acts. */
export function LeaveBar({ view }: { view: ChatView }) {
  const { strings, chat } = useSurroundings();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const barRef = useFocusKept<HTMLDivElement>();
  const confirm = (): void => {
    dialogRef.current?.close();
    chat.leave();
  };
  return (
    <div ref={barRef} class="leave-bar">
      <button
        type="button"
        class="leave-button"
        aria-disabled={view.leaving}
        onClick={() => view.leaving || dialogRef.current?.showModal()}
      >
        <LeaveIcon />
        {view.leaving ? strings.leaving : strings.leave}
      </button>
      <dialog ref={dialogRef} class="dialog" aria-labelledby="leave-title" aria-describedby="leave-text">
        <h2 id="leave-title">{strings.leaveTitle}</h2>
        <p id="leave-text">
          {view.status.mode === "connecting" ? strings.leaveConnectingText : strings.leaveText}
        </p>
        <div class="dialog-buttons">
          <button type="button" class="quiet-button" onClick={() => dialogRef.current?.close()}>
            {strings.leaveCancel}
          </button>
          <button type="button" class="main-button" onClick={confirm}>
            {strings.leaveConfirm}
          </button>
        </div>
      </dialog>
    </div>
  );
}

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Language } from "../../../src/protocol/chat.ts";
import { maxFileBytes, maxTextLength } from "../../../src/protocol/chat.ts";
import type { Chat } from "../core/chat.ts";
import type { FileLinks } from "../core/file-links.ts";
import type { ChatView } from "../core/view.ts";
import { stringsFor } from "../i18n/strings.ts";
import type { Reused } from "./composer.tsx";
import { Composer } from "./composer.tsx";
import { SurroundingsContext, useSurroundings } from "./context.ts";
import { Conversation } from "./conversation.tsx";
import { Header, LeaveBar } from "./header.tsx";
import { AlertIcon, AttachIcon } from "./icons.tsx";
import { QuestionCard } from "./question.tsx";
import { useStagedFiles } from "./staged-files.ts";

export interface ChatboxProps {
  readonly view: ChatView;
  /** Grows each time the chatbox is opened on the embedding page. */
  readonly shown: number;
  readonly chat: Chat<File>;
  readonly links: FileLinks;
  readonly firstLanguage: Language;
  readonly preview: boolean;
  readonly onClose: (() => void) | undefined;
}

export function Chatbox(props: ChatboxProps) {
  const { view, shown, chat, links, preview, onClose } = props;
  const language = view.session?.language ?? props.firstLanguage;
  const strings = stringsFor(language);
  const limits = view.session?.limits ?? { textLength: maxTextLength, fileBytes: maxFileBytes };
  const staged = useStagedFiles(language, limits.fileBytes);
  const inputRef = useRef<HTMLTextAreaElement>(null);
  const [reused, setReused] = useState<Reused>();
  const canAttach = view.session !== undefined;
  const { dragging, dropHandlers } = useDrop((files) => {
    if (canAttach) staged.add(files);
    inputRef.current?.focus();
  });

  const title = view.session?.channel.title ?? strings.chat;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = title;
  }, [language, title]);

  useEffect(() => {
    if (shown > 0) inputRef.current?.focus();
  }, [shown]);

  const surroundings = useMemo(
    () => ({ chat, links, strings, language, reuse: (text: string) => setReused({ text }) }),
    [chat, links, strings, language],
  );
  const { question } = view.status;

  const keyPressed = (event: KeyboardEvent): void => {
    const inDialog = event.target instanceof Element && event.target.closest("dialog") !== null;
    if (event.key === "Escape" && !event.isComposing && !inDialog) onClose?.();
  };

  return (
    <SurroundingsContext.Provider value={surroundings}>
      <main
        class="chatbox"
        aria-label={strings.chat}
        data-mode={view.status.mode}
        data-connection={view.connection}
        data-phase={view.phase}
        onKeyDown={keyPressed}
        {...dropHandlers}
      >
        <Header view={view} preview={preview} onClose={onClose} />
        {view.phase === "refused" ? (
          <div class="refused">
            <AlertIcon />
            <h2>{strings.refusedTitle}</h2>
            <p>{strings.refusedText}</p>
          </div>
        ) : (
          <>
            {view.status.mode === "bot" ? null : <LeaveBar view={view} />}
            <ConnectionBanner view={view} />
            <div class="main">
              <Conversation view={view} />
            </div>
            {question === undefined ? null : <QuestionCard key={question} view={view} question={question} />}
            <Composer
              inputRef={inputRef}
              limits={limits}
              staged={staged}
              canAttach={canAttach}
              reused={reused}
            />
          </>
        )}
        {dragging && canAttach ? (
          <div class="drop" aria-hidden="true">
            <AttachIcon />
            {strings.dropHere}
          </div>
        ) : null}
      </main>
    </SurroundingsContext.Provider>
  );
}

function ConnectionBanner({ view: { connection, phase } }: { view: ChatView }) {
  const { strings } = useSurroundings();
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (connection === "lost") return setWasLost(true);
    if (!wasLost) return undefined;
    const timer = setTimeout(() => setWasLost(false), 3000);
    return () => clearTimeout(timer);
  }, [connection, wasLost]);
  const words =
    connection === "lost"
      ? phase === "loading"
        ? `${strings.slowTitle}. ${strings.slowText}`
        : strings.lost
      : wasLost && connection === "open"
        ? strings.back
        : undefined;
  return (
    <div class="banner-place" role="status">
      {words === undefined ? null : (
        <p class={connection === "lost" ? "banner banner-lost" : "banner"}>{words}</p>
      )}
    </div>
  );
}

function useDrop(dropped: (files: readonly File[]) => void) {
  const [dragging, setDragging] = useState(false);
  // Each child entered and left counts once; at zero the pointer is outside.
  const depthRef = useRef(0);
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const dropHandlers = {
    onDragEnter: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depthRef.current += 1;
      setDragging(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depthRef.current -= 1;
      if (depthRef.current === 0) setDragging(false);
    },
    onDragOver: (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depthRef.current = 0;
      setDragging(false);
      dropped([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return { dragging, dropHandlers };
}

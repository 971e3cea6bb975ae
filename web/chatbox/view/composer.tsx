import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatSize } from "../i18n/strings.ts";
import { useSurroundings } from "./context.ts";
import { AttachIcon, CloseIcon, FileIcon, SendIcon } from "./icons.tsx";
import type { Staged } from "./staged-files.ts";

/** From here on the characters left are counted down. */
const countFrom = 200;

export interface Limits {
  readonly textLength: number;
  readonly fileBytes: number;
}

/** A text to write again; a new object each time it is asked for. */
export interface Reused {
  readonly text: string;
}

/** Text and files are put together here and go out on Enter or Send; what cannot go out is said in words. */
export function Composer({
  inputRef,
  limits,
  staged,
  canAttach,
  reused,
}: {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  limits: Limits;
  staged: Staged;
  canAttach: boolean;
  reused: Reused | undefined;
}) {
  const { strings, language, chat } = useSurroundings();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const pickerRef = useRef<HTMLInputElement>(null);
  const left = limits.textLength - text.trim().length;
  const shownProblem = left < 0 ? strings.tooLong(-left) : (problem ?? staged.problem);

  useEffect(() => {
    const box = inputRef.current;
    if (box === null) return;
    // Through the object model, which a strict content policy allows.
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }, [text, inputRef]);

  useEffect(() => {
    if (reused === undefined) return;
    setText((begun) => (begun.trim() === "" ? reused.text : `${begun}\n${reused.text}`));
    setProblem(undefined);
    inputRef.current?.focus();
  }, [reused, inputRef]);

  const send = (): void => {
    const words = text.trim();
    if (left < 0) return;
    if (words === "" && staged.files.length === 0) return setProblem(strings.emptyMessage);
    for (const file of staged.files) chat.sendFile(file);
    if (words !== "") chat.sayText(words);
    staged.clear();
    setText("");
    setProblem(undefined);
    inputRef.current?.focus();
  };

  const keyPressed = (event: KeyboardEvent): void => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  const pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !canAttach) return;
    event.preventDefault();
    staged.add(files);
  };

  const size = formatSize(limits.fileBytes, language);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {staged.files.length === 0 ? null : (
        <ul class="staged">
          {staged.files.map((file) => (
            <StagedFile key={`${file.name} ${file.lastModified} ${file.size}`} file={file} staged={staged} />
          ))}
        </ul>
      )}
      <div class="composer-box">
        <button
          type="button"
          class="icon-button"
          aria-label={strings.attach}
          aria-describedby="attach-hint"
          title={`${strings.attach} – ${strings.attachHint(size)}`}
          disabled={!canAttach}
          onClick={() => pickerRef.current?.click()}
        >
          <AttachIcon />
        </button>
        <span id="attach-hint" class="unseen">
          {strings.attachHint(size)}
        </span>
        <input
          ref={pickerRef}
          class="picker"
          type="file"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            staged.add([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
            inputRef.current?.focus();
          }}
        />
        <textarea
          ref={inputRef}
          rows={1}
          value={text}
          aria-label={strings.write}
          placeholder={strings.writePlaceholder}
          aria-invalid={left < 0}
          aria-describedby="composer-words"
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            setProblem(undefined);
          }}
          onKeyDown={keyPressed}
          onPaste={pasted}
        />
        <button
          type="submit"
          class="send-button"
          aria-label={strings.send}
          aria-disabled={left < 0 || (text.trim() === "" && staged.files.length === 0)}
        >
          <SendIcon />
        </button>
      </div>
      <div id="composer-words" class="composer-words">
        {shownProblem === undefined ? null : (
          <p class="problem" role="alert">
            {shownProblem}
          </p>
        )}
        {left >= 0 && left <= countFrom ? <p class="left">{strings.charactersLeft(left)}</p> : null}
        {staged.files.length > 0 && shownProblem === undefined ? (
          <p class="left">{strings.attachHint(size)}</p>
        ) : null}
      </div>
    </form>
  );
}

function StagedFile({ file, staged }: { file: File; staged: Staged }) {
  const { strings, language } = useSurroundings();
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return undefined;
    const url = URL.createObjectURL(file);
    setPicture(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return (
    <li class="staged-file">
      {picture === undefined ? <FileIcon /> : <img src={picture} alt="" />}
      <span class="staged-words">
        <span class="card-name">{file.name}</span>
        <span class="card-facts">{formatSize(file.size, language)}</span>
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={strings.removeFile(file.name)}
        onClick={() => staged.remove(file)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

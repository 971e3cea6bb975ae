import { type Editor as Core, EditorContent, type JSONContent, useEditor } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import { forwardRef, useEffect, useImperativeHandle, useRef } from "react";
import { styled } from "styled-components";
import { color } from "../theme.tsx";
import { plainText } from "./plain-text.ts";
import { Toolbar } from "./toolbar.tsx";

const Frame = styled.div<{ $bad: boolean }>`
  position: relative;
  border: 1px solid ${({ $bad, theme }) => color($bad ? "border.dangerEmphasis" : "border.default")({ theme })};
  border-radius: 4px;
  background: ${color("background.default")};
  &:focus-within {
    border-color: ${color("border.primaryEmphasis")};
    box-shadow: 0 0 0 1px ${color("border.primaryEmphasis")};
  }
  .ProseMirror {
    box-sizing: border-box;
    min-height: 62px;
    max-height: 200px;
    overflow-y: auto;
    padding: 10px 12px;
    outline: none;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  p {
    margin: 0;
  }
  ul,
  ol {
    margin: 0;
    padding-inline-start: 20px;
  }
  a {
    color: ${color("foreground.primary")};
    text-decoration: underline;
  }
  code {
    border-radius: 4px;
    background: color-mix(in srgb, currentColor 10%, transparent);
    padding: 0 4px;
    font-family: ${({ theme }) => theme.fonts.mono};
    font-size: 13px;
  }
`;

const Placeholder = styled.span`
  position: absolute;
  padding: 10px 12px;
  color: ${color("foreground.subtle")};
  pointer-events: none;
`;

const extensions = [
  StarterKit.configure({
    blockquote: false,
    codeBlock: false,
    dropcursor: false,
    gapcursor: false,
    heading: false,
    horizontalRule: false,
    strike: false,
    trailingNode: false,
    underline: false,
    link: { openOnClick: false, autolink: true, defaultProtocol: "https" },
  }),
];

/** What was written: as words alone, and as HTML when it has formatting. */
export interface Written {
  readonly text: string;
  readonly html?: string | undefined;
}

export interface EditorHandle {
  readonly focus: () => void;
  readonly write: (html: string) => void;
  readonly clear: () => void;
}

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly bad: boolean;
  readonly initial: Written;
  readonly changed: (written: Written) => void;
  readonly send: () => void;
  readonly addFiles: (files: Iterable<File>) => void;
}

const hasFormatting = ({ type, marks, content }: JSONContent): boolean =>
  (marks?.length ?? 0) > 0 ||
  (type !== undefined && type.endsWith("List")) ||
  (content?.some(hasFormatting) ?? false);

function writtenIn(editor: Core): Written {
  const json = editor.getJSON();
  const text = plainText(json).trim();
  return hasFormatting(json) && text !== "" ? { text, html: editor.getHTML() } : { text };
}

/** Where a reply is written. Enter sends, Shift+Enter begins a new line or list entry. */
export const Editor = forwardRef<EditorHandle, Props>(function Editor(
  { label, placeholder, bad, initial, changed, send, addFiles },
  handle,
) {
  const latest = useRef({ changed, send, addFiles });
  useEffect(() => {
    latest.current = { changed, send, addFiles };
  });
  const breaking = useRef(false);
  const editor = useEditor({
    extensions,
    content: initial.html ?? paragraphs(initial.text),
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label },
      handleKeyDown: (view, event) => {
        if (event.key !== "Enter" || breaking.current) return false;
        // During composition Enter chooses a word (229 is what Safari says after it).
        if (view.composing || event.isComposing || event.keyCode === 229) return false;
        if (!event.shiftKey) {
          latest.current.send();
          return true;
        }
        breaking.current = true;
        editor.commands.enter();
        breaking.current = false;
        return true;
      },
      handlePaste: (_view, event) => {
        const files = event.clipboardData?.files;
        if (!files || files.length === 0) return false;
        latest.current.addFiles(files);
        return true;
      },
      // The box around takes files that are dropped.
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
    },
    onUpdate: ({ editor: now }) => latest.current.changed(writtenIn(now)),
  });
  useImperativeHandle(
    handle,
    () => ({
      // Not by TipTap's own command, which waits for a frame: who presses keys quickly writes at once.
      focus: () => {
        editor.commands.setTextSelection(editor.state.doc.content.size);
        editor.view.focus();
      },
      write: (html) => editor.commands.setContent(html, { emitUpdate: true }),
      clear: () => editor.commands.clearContent(),
    }),
    [editor],
  );
  return (
    <>
      <Toolbar editor={editor} />
      <Frame $bad={bad}>
        {editor.isEmpty && <Placeholder aria-hidden>{placeholder}</Placeholder>}
        <EditorContent editor={editor} />
      </Frame>
    </>
  );
});

/** Plain text as the editor's document. */
const paragraphs = (text: string): JSONContent => ({
  type: "doc",
  content: text.split("\n").map((line) => ({
    type: "paragraph",
    ...(line !== "" && { content: [{ type: "text", text: line }] }),
  })),
});

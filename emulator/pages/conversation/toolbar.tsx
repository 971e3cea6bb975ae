import { type Editor, useEditorState } from "@tiptap/react";
import { Button, ToggleIconButton } from "@zendeskgarden/react-buttons";
import { Field, Input, Label, Message } from "@zendeskgarden/react-forms";
import { type KeyboardEvent, useState } from "react";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useConversationWords } from "./words.ts";

const Bar = styled.div`
  display: flex;
  gap: 2px;
  margin-bottom: 4px;
`;

const LinkRow = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: flex-end;
  gap: 8px;
  margin-bottom: 8px;
  > :first-child {
    flex: 1 1 200px;
  }
`;

const controlKey = /mac/iu.test(navigator.userAgent) ? "⌘" : "Ctrl+";

/** The formatting of a reply. Arrow keys walk along the buttons. */
export function Toolbar({ editor }: { editor: Editor }) {
  const words = useConversationWords();
  const [linking, setLinking] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      code: now.isActive("code"),
      link: now.isActive("link"),
      bullets: now.isActive("bulletList"),
      numbers: now.isActive("orderedList"),
    }),
  });
  const chain = () => editor.chain().focus();
  const buttons = [
    ["bold", `${controlKey}B`, () => chain().toggleBold().run()],
    ["italic", `${controlKey}I`, () => chain().toggleItalic().run()],
    ["code", `${controlKey}E`, () => chain().toggleCode().run()],
    ["link", undefined, () => setLinking(true)],
    ["bullets", `${controlKey}⇧8`, () => chain().toggleBulletList().run()],
    ["numbers", `${controlKey}⇧7`, () => chain().toggleOrderedList().run()],
  ] as const;
  return (
    <>
      <Bar role="toolbar" aria-label={words.toolbar} onKeyDown={walk}>
        {buttons.map(([name, keys, press], index) => (
          <ToggleIconButton
            key={name}
            size="small"
            tabIndex={index === 0 ? 0 : -1}
            aria-label={words[name]}
            title={keys ? `${words[name]} (${keys})` : words[name]}
            isPressed={active[name]}
            onClick={press}
          >
            <Icon name={name} />
          </ToggleIconButton>
        ))}
      </Bar>
      {linking && <LinkForm editor={editor} close={() => setLinking(false)} />}
    </>
  );
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const place = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((place + step) % buttons.length)?.focus();
  event.preventDefault();
}

function LinkForm({ editor, close }: { editor: Editor; close: () => void }) {
  const words = useConversationWords();
  const shared = useWords();
  const before: unknown = editor.getAttributes("link")["href"];
  const [address, setAddress] = useState(typeof before === "string" ? before : "https://");
  const [bad, setBad] = useState(false);
  const apply = (): void => {
    const href = URL.parse(address);
    if (!href || !["http:", "https:"].includes(href.protocol)) {
      setBad(true);
      return;
    }
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && before === undefined)
      chain.insertContent({
        type: "text",
        text: href.href,
        marks: [{ type: "link", attrs: { href: href.href } }],
      });
    else chain.setLink({ href: href.href });
    chain.run();
    close();
  };
  const leave = (): void => {
    editor.commands.focus();
    close();
  };
  return (
    <LinkRow
      onKeyDown={(event) => {
        if (event.key === "Escape") leave();
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        // The reply's own form is around this one.
        event.preventDefault();
        apply();
      }}
    >
      <Field>
        <Label>{words.linkAddress}</Label>
        <Input
          isCompact
          autoFocus
          type="url"
          value={address}
          {...(bad && { validation: "error" })}
          onChange={(event) => setAddress(event.target.value)}
        />
        {bad && <Message validation="error">{words.linkBad}</Message>}
      </Field>
      <Button size="small" isPrimary onClick={apply}>
        {words.linkApply}
      </Button>
      {before !== undefined && (
        <Button
          size="small"
          onClick={() => {
            editor.chain().focus().extendMarkRange("link").unsetLink().run();
            close();
          }}
        >
          {words.linkRemove}
        </Button>
      )}
      <Button size="small" isBasic onClick={leave}>
        {shared.cancel}
      </Button>
    </LinkRow>
  );
}

import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Message } from "@zendeskgarden/react-forms";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { color, media } from "../theme.tsx";
import type { Ticket } from "./conversation.tsx";
import type { EditorHandle } from "./editor.tsx";
import { FileChip } from "./file-chip.tsx";
import { useFileDrop } from "./file-drop.ts";
import { MAX_FILES, withinLimit } from "./file-limit.ts";
import { MacroMenu } from "./macro-menu.tsx";
import type { Macro } from "./macros.ts";
import { blank, type Draft, type Outbox } from "./outbox.ts";
import { Prepared } from "./prepared.tsx";
import { useTyping } from "./typing.ts";
import { useConversationWords } from "./words.ts";

/** Zendesk's limit for a message's text. */
const MAX_TEXT = 4096;

/** Heavy, and nobody writes before a ticket is open. The workspace fetches it while it has nothing else to do. */
export const loadEditor = () => import("./editor.tsx");
const Editor = lazy(async () => ({ default: (await loadEditor()).Editor }));

const Box = styled.form`
  position: relative;
  flex-shrink: 0;
  border-top: 1px solid ${color("border.default")};
  padding: 12px 16px;
`;

const Tools = styled.div`
  display: flex;
  align-items: center;
  gap: 8px;
  margin-top: 8px;
`;

const Keys = styled.span`
  flex: 1;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  @media ${media.phone} {
    visibility: hidden;
  }
`;

const Files = styled.ul`
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  margin: 8px 0 0;
  padding: 0;
  list-style: none;
`;

const DropHere = styled.div`
  display: grid;
  place-items: center;
  position: absolute;
  z-index: 2;
  inset: 4px;
  border: 2px dashed ${color("border.primaryEmphasis")};
  border-radius: 8px;
  background: ${color("background.default")};
  font-weight: 600;
  pointer-events: none;
`;

const Room = styled.div`
  min-height: 100px;
`;

const PreparedList = styled.ul`
  display: grid;
  position: relative;
  grid-template-columns: minmax(0, 1fr);
  gap: 8px;
  max-height: 220px;
  margin: 8px 0 0;
  overflow-y: auto;
  border: 1px dashed ${color("border.default")};
  border-radius: 8px;
  padding: 8px;
  list-style: none;
`;

const PreparedItem = styled.li`
  display: flex;
  align-items: flex-start;
  gap: 8px;
  > :first-child {
    flex: 1;
    min-width: 0;
  }
`;

export function ReplyForm({
  ticket,
  outbox,
  sent,
}: {
  ticket: Ticket;
  outbox: Outbox;
  sent: (ticket: Ticket) => void;
}) {
  const words = useWords();
  const more = useConversationWords();
  const { me } = useAccount();
  const [draft, setDraft] = useState(() => outbox.drafts.get(ticket.id) ?? blank);
  const [refused, setRefused] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const editor = useRef<EditorHandle>(null);
  const typing = useTyping(ticket.id, me.id);
  /** Changes what was last written, which may be newer than what is drawn. */
  const change = (part: Partial<Draft>): void => {
    const next = { ...(outbox.drafts.get(ticket.id) ?? blank), ...part };
    outbox.drafts.set(ticket.id, next);
    setDraft(next);
  };
  const addFiles = (files: Iterable<File>): void => {
    const { kept, tooBig, tooMany } = withinLimit(draft.files, files);
    setRefused(tooBig.length > 0 ? more.tooBig(tooBig.join(", ")) : tooMany ? more.tooMany : "");
    change({ files: kept });
  };
  const { over, ...drop } = useFileDrop(addFiles);
  useShortcuts([{ key: "r", chord: false, run: () => editor.current?.focus() }]);

  const tooLong = draft.text.length > MAX_TEXT || (draft.html?.length ?? 0) > MAX_TEXT;
  const something = draft.text !== "" || draft.files.length > 0 || draft.contents.length > 0;
  const send = (): void => {
    if (!something || tooLong) return;
    outbox.send(ticket.id, draft, sent);
    outbox.drafts.delete(ticket.id);
    setDraft(blank);
    setRefused("");
    editor.current?.clear();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const prepare = (macro: Macro): void => {
    if ("html" in macro) editor.current?.write(macro.html);
    else change({ contents: [...draft.contents, macro.content] });
    editor.current?.focus();
  };

  return (
    <Box onSubmit={onSubmit} {...drop}>
      <Suspense fallback={<Room />}>
        <Editor
          label={words.reply}
          placeholder={words.replyHint}
          bad={tooLong}
          initial={draft}
          ref={editor}
          changed={({ text, html }) => {
            change({ text, html });
            if (text !== "") typing();
          }}
          send={send}
          addFiles={addFiles}
        />
      </Suspense>
      {tooLong && (
        <Message validation="error">
          {words.tooLong(MAX_TEXT, Math.max(draft.text.length, draft.html?.length ?? 0))}
        </Message>
      )}
      {draft.contents.length > 0 && (
        <PreparedList aria-label={more.prepared}>
          {draft.contents.map((content, index) => (
            <PreparedItem key={`${index} ${content.type}`}>
              <div>
                <Prepared content={content} />
              </div>
              <IconButton
                size="small"
                aria-label={more.removePrepared}
                title={more.removePrepared}
                onClick={() => change({ contents: draft.contents.filter((kept) => kept !== content) })}
              >
                <Icon name="remove" />
              </IconButton>
            </PreparedItem>
          ))}
        </PreparedList>
      )}
      {draft.files.length > 0 && (
        <Files aria-label={words.chosenFiles}>
          {draft.files.map((file, index) => (
            <li key={`${index} ${file.name}`}>
              <FileChip
                file={file}
                remove={() => change({ files: draft.files.filter((kept) => kept !== file) })}
              />
            </li>
          ))}
        </Files>
      )}
      <span role="alert">{refused && <Message validation="warning">{refused}</Message>}</span>
      <Tools>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            addFiles(event.target.files ?? []);
            event.target.value = "";
          }}
        />
        <IconButton
          aria-label={`${words.attach}. ${more.fileLimit}`}
          title={`${words.attach}. ${more.fileLimit}`}
          disabled={draft.files.length >= MAX_FILES}
          onClick={() => picker.current?.click()}
        >
          <Icon name="paperclip" />
        </IconButton>
        <MacroMenu requester={ticket.requester.name} me={me.name} choose={prepare} />
        <Keys>{words.replyKeys}</Keys>
        <Button type="submit" isPrimary disabled={!something || tooLong}>
          {words.send}
        </Button>
      </Tools>
      {over && (
        <DropHere>
          <span>
            {words.dropHere}
            <br />
            <small>{more.fileLimit}</small>
          </span>
        </DropHere>
      )}
    </Box>
  );
}

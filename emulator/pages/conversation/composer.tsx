import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Field, Label, Message, Textarea } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { type ClipboardEvent, type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useAccount } from "../shell/signed-in.tsx";
import { color, media } from "../theme.tsx";
import type { Ticket } from "./conversation.tsx";
import { FileChip } from "./file-chip.tsx";
import { useFileDrop } from "./file-drop.ts";
import type { Draft, Outbox } from "./outbox.ts";
import { useTyping } from "./typing.ts";

/** Zendesk's limit for a message's text. */
const MAX_TEXT = 4096;

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

const empty: Draft = { text: "", files: [] };

/** The reply box; in its place, words when nothing can be sent any more. */
export function Composer(props: { ticket: Ticket; outbox: Outbox; sent: (ticket: Ticket) => void }) {
  const words = useWords();
  if (props.ticket.status === "closed") {
    return <Refused title={words.ticketClosed} hint={words.ticketClosedHint} />;
  }
  if (!props.ticket.sessionOpen) {
    return <Refused title={words.sessionEnded} hint={words.sessionEndedHint} />;
  }
  return <ReplyForm {...props} />;
}

function Refused({ title, hint }: { title: string; hint: string }) {
  return (
    <div style={{ padding: "12px 16px" }}>
      <Alert type="info" role="status">
        <Alert.Title>{title}</Alert.Title>
        {hint}
      </Alert>
    </div>
  );
}

function ReplyForm({
  ticket,
  outbox,
  sent,
}: {
  ticket: Ticket;
  outbox: Outbox;
  sent: (ticket: Ticket) => void;
}) {
  const words = useWords();
  const { me } = useAccount();
  const [draft, setDraft] = useState(() => outbox.drafts.get(ticket.id) ?? empty);
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTyping(ticket.id, me.id);
  const write = (next: Draft): void => {
    outbox.drafts.set(ticket.id, next);
    setDraft(next);
  };
  const addFiles = (files: Iterable<File>): void => write({ ...draft, files: [...draft.files, ...files] });
  const { over, ...drop } = useFileDrop(addFiles);

  const text = draft.text.trim();
  const tooLong = text.length > MAX_TEXT;
  const ready = (text !== "" || draft.files.length > 0) && !tooLong;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    outbox.send(ticket.id, { text, files: draft.files }, sent);
    write(empty);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // During composition Enter chooses a word (229 is what Safari says after it).
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    send(event);
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    addFiles(event.clipboardData.files);
  };

  return (
    <Box onSubmit={send} {...drop}>
      <Field>
        <Label hidden>{words.reply}</Label>
        <Textarea
          value={draft.text}
          placeholder={words.replyHint}
          minRows={2}
          maxRows={8}
          isResizable={false}
          {...(tooLong && { validation: "error" })}
          onChange={(event) => {
            write({ ...draft, text: event.target.value });
            typing();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {tooLong && <Message validation="error">{words.tooLong(MAX_TEXT, text.length)}</Message>}
      </Field>
      {draft.files.length > 0 && (
        <Files aria-label={words.chosenFiles}>
          {draft.files.map((file, index) => (
            <li key={`${index} ${file.name}`}>
              <FileChip
                file={file}
                remove={() => write({ ...draft, files: draft.files.filter((kept) => kept !== file) })}
              />
            </li>
          ))}
        </Files>
      )}
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
        <IconButton aria-label={words.attach} title={words.attach} onClick={() => picker.current?.click()}>
          <Icon name="paperclip" />
        </IconButton>
        <Keys>{words.replyKeys}</Keys>
        <Button type="submit" isPrimary disabled={!ready}>
          {words.send}
        </Button>
      </Tools>
      {over && <DropHere>{words.dropHere}</DropHere>}
    </Box>
  );
}

import { IconButton } from "@zendeskgarden/react-buttons";
import { Field, Label, Toggle } from "@zendeskgarden/react-forms";
import { Body, Close, Header, Modal } from "@zendeskgarden/react-modals";
import { useState } from "react";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { color, media } from "../theme.tsx";
import { useShortcuts, useSingleKeys } from "./shortcuts.ts";

const Keys = styled.dl`
  display: grid;
  grid-template-columns: auto minmax(0, 1fr);
  align-items: baseline;
  gap: 8px 16px;
  margin: 0 0 24px;
`;

const Key = styled.kbd`
  border: 1px solid ${color("border.default")};
  border-radius: 4px;
  padding: 1px 6px;
  background: ${color("background.subtle")};
  font-size: 12px;
  white-space: nowrap;
`;

const OnlyWithKeyboard = styled.span`
  @media ${media.phone} {
    display: none;
  }
`;

const controlKey = /mac/iu.test(navigator.userAgent) ? "⌃ ⌥" : "Ctrl Alt";

/** The list of shortcuts, opened by its button or by `?`. */
export function ShortcutHelp() {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const single = useSingleKeys();
  useShortcuts([{ key: "?", chord: false, run: () => setOpen(true) }]);
  const rows: readonly (readonly [string, string])[] = [
    ["j / k / ↑ / ↓", words.shortcut.walk],
    ["l", words.shortcut.list],
    ["r", words.shortcut.reply],
    [`${controlKey} M`, words.shortcut.macro],
    [`${controlKey} O`, words.submitAs(words.status.open)],
    [`${controlKey} P`, words.submitAs(words.status.pending)],
    [`${controlKey} D`, words.submitAs(words.status.hold)],
    [`${controlKey} S`, words.submitAs(words.status.solved)],
    ["?", words.shortcut.help],
  ];
  return (
    <>
      <OnlyWithKeyboard>
        <IconButton
          size="small"
          aria-label={words.shortcuts}
          title={words.shortcuts}
          onClick={() => setOpen(true)}
        >
          <Icon name="help" />
        </IconButton>
      </OnlyWithKeyboard>
      {open && (
        <Modal onClose={() => setOpen(false)}>
          <Header tag="h2">{words.shortcuts}</Header>
          <Body>
            <Keys>
              {rows.map(([key, does]) => (
                <div key={key} style={{ display: "contents" }}>
                  <dt>
                    <Key>{key}</Key>
                  </dt>
                  <dd style={{ margin: 0 }}>{does}</dd>
                </div>
              ))}
            </Keys>
            <Field>
              <Toggle checked={single.on} onChange={(event) => single.turn(event.target.checked)}>
                <Label>{words.singleKeys}</Label>
              </Toggle>
            </Field>
          </Body>
          <Close aria-label={words.close} />
        </Modal>
      )}
    </>
  );
}

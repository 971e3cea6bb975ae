import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, Menu } from "@zendeskgarden/react-dropdowns";
import { useContext, useMemo, useRef } from "react";
import { LanguageContext } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { type Macro, macrosFor } from "./macros.ts";
import { useConversationWords } from "./words.ts";

/** Prepared answers of every kind that a message can be. */
export function MacroMenu({
  requester,
  me,
  choose,
}: {
  requester: string;
  me: string;
  choose: (macro: Macro) => void;
}) {
  const words = useConversationWords();
  const { language } = useContext(LanguageContext);
  const macros = useMemo(() => macrosFor(language, { requester, me }), [language, requester, me]);
  const area = useRef<HTMLSpanElement>(null);
  const open = (): void => {
    const button = area.current?.querySelector("button");
    // The menu's own keys are heard where the focus is.
    button?.focus();
    button?.click();
  };
  useShortcuts([{ key: "m", chord: true, run: open }]);
  const trigger: IMenuProps["button"] = (props) => (
    <Button {...props} size="small" isBasic isNeutral>
      <Button.StartIcon>
        <Icon name="bolt" />
      </Button.StartIcon>
      {words.macros}
    </Button>
  );
  return (
    <span ref={area}>
      <Menu
        placement="top-start"
        style={{ minWidth: 260 }}
        onChange={({ value }) => {
          const macro = macros.find(({ id }) => id === value);
          if (macro) choose(macro);
        }}
        button={trigger}
      >
        {macros.map(({ id, label }) => (
          <Item key={id} value={id} label={label} />
        ))}
      </Menu>
    </span>
  );
}

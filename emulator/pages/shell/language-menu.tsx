import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, ItemGroup, Menu } from "@zendeskgarden/react-dropdowns";
import { Span } from "@zendeskgarden/react-typography";
import { memo, useContext } from "react";
import { LanguageContext, languageFrom, languages, useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";

/** Heavy, so it is not drawn anew when another page opens. */
export const LanguageMenu = memo(function LanguageMenu() {
  const words = useWords();
  const { language, choose } = useContext(LanguageContext);
  const trigger: IMenuProps["button"] = (props) => (
    <Button {...props} isBasic isNeutral size="small">
      <Button.StartIcon>
        <Icon name="globe" />
      </Button.StartIcon>
      <Span hidden>{words.language}: </Span>
      {language.toUpperCase()}
    </Button>
  );
  return (
    <Menu
      placement="bottom-end"
      selectedItems={[{ value: language, name: "language", type: "radio" }]}
      onChange={({ value }) => {
        if (value) choose(languageFrom(value, language));
      }}
      button={trigger}
    >
      <ItemGroup type="radio" aria-label={words.language}>
        {Object.entries(languages).map(([value, label]) => (
          <Item key={value} value={value} label={label} name="language" lang={value} />
        ))}
      </ItemGroup>
    </Menu>
  );
});

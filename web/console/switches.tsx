import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { useColorScheme } from "@zendeskgarden/react-theming";
import { styled } from "styled-components";
import { type Language, languages, useLanguage, useTexts } from "./i18n.tsx";
import { Icon } from "./icon.tsx";

const Row = styled.div`
  display: flex;
  align-items: center;
  gap: 4px;
`;

const other: Record<Language, Language> = { en: "fr", fr: "en" };

/** Language and colours. */
export function Switches() {
  const texts = useTexts();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useColorScheme();
  const next = other[language];
  const dark = colorScheme === "dark";
  return (
    <Row>
      <Button isBasic size="small" lang={next} onClick={() => choose(next)}>
        <Button.StartIcon>
          <Icon name="globe" />
        </Button.StartIcon>
        {languages[next]}
      </Button>
      <IconButton
        size="small"
        aria-label={dark ? texts.lightColors : texts.darkColors}
        title={dark ? texts.lightColors : texts.darkColors}
        onClick={() => setColorScheme(dark ? "light" : "dark")}
      >
        <Icon name={dark ? "sun" : "moon"} />
      </IconButton>
    </Row>
  );
}

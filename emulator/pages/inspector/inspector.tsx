import { useWords } from "../i18n.ts";
import { Nothing } from "../shell/states.tsx";

/** What the emulator was asked and what it sent, below `/inspector`. */
export function Inspector() {
  return <Nothing title={useWords().inspector} />;
}

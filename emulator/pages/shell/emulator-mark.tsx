import { Tag } from "@zendeskgarden/react-tags";
import { useWords } from "../i18n.ts";

/** Says on every page that this is not Zendesk. */
export function EmulatorMark() {
  const words = useWords();
  return (
    <Tag hue="yellow" isPill title={words.emulatorHint}>
      <span>{words.emulator}</span>
    </Tag>
  );
}

import { Tag } from "@zendeskgarden/react-tags";
import { useContext } from "react";
import { LanguageContext, useWords } from "../i18n.ts";
import { fileSize } from "./file-size.ts";

/** A file about to be sent. */
export function FileChip({ file, remove }: { file: File; remove?: () => void }) {
  const words = useWords();
  const { language } = useContext(LanguageContext);
  return (
    <Tag size="large" isRegular style={{ maxWidth: 260 }}>
      <span>
        {file.name} · {fileSize(file.size, language)}
      </span>
      {remove && <Tag.Close aria-label={words.removeFile(file.name)} onClick={remove} />}
    </Tag>
  );
}

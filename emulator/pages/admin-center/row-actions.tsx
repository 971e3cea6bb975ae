import { IconButton } from "@zendeskgarden/react-buttons";
import { Tooltip } from "@zendeskgarden/react-tooltips";
import { Icon } from "../icons.tsx";
import { useAdminWords } from "./words/words.ts";

/** The bin at the end of a row. */
export function DeleteButton({ name, onClick }: { name: string; onClick: () => void }) {
  const words = useAdminWords();
  return (
    <Tooltip content={words.delete} placement="top">
      <IconButton isDanger size="small" aria-label={`${words.delete} ${name}`} onClick={onClick}>
        <Icon name="trash" />
      </IconButton>
    </Tooltip>
  );
}

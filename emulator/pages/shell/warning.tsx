import { Notification, useToast } from "@zendeskgarden/react-notifications";
import { useCallback } from "react";
import { useWords } from "../i18n.ts";
import { toFailure } from "../loaded.ts";
import { failureText } from "./states.tsx";

/** Says in a toast why something was refused or failed. */
export function useWarning(): (error: unknown) => void {
  const words = useWords();
  const { addToast } = useToast();
  return useCallback(
    (error) => {
      const text = failureText(toFailure(error), words);
      addToast(({ close }) => (
        <Notification type="error" role="alert">
          {text}
          <Notification.Close aria-label={words.close} onClick={close} />
        </Notification>
      ));
    },
    [addToast, words],
  );
}

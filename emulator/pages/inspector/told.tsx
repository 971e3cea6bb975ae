/** Does something and tells in a toast how it went. */
import { Notification, useToast } from "@zendeskgarden/react-notifications";
import { useCallback } from "react";
import { useWords } from "../i18n.ts";
import { toFailure } from "../loaded.ts";
import { failureText } from "../shell/states.tsx";
import { useInspectorWords } from "./words.ts";

/** True when it worked. `done` is said then; nothing is said without it. */
export function useTold(): (run: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const words = useWords();
  const { close: closeLabel } = useInspectorWords();
  const { addToast } = useToast();
  return useCallback(
    async (run, done) => {
      const tell = (type: "success" | "error", text: string): void => {
        addToast(({ close }) => (
          <Notification type={type}>
            {text}
            <Notification.Close aria-label={closeLabel} onClick={close} />
          </Notification>
        ));
      };
      try {
        await run();
      } catch (error) {
        tell("error", failureText(toFailure(error), words));
        return false;
      }
      if (done !== undefined) tell("success", done);
      return true;
    },
    [addToast, words, closeLabel],
  );
}

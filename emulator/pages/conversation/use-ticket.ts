import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiFailure, getEarlier, getTicket } from "../api.ts";
import { unlessChanged, useLoaded } from "../loaded.ts";
import { useWarning } from "../shell/warning.tsx";
import type { Ticket } from "./conversation.tsx";

/** The ticket with the messages read so far: at first the newest, then those before them as they are asked for. */
export function useTicket(ticketId: string) {
  const known = useRef<Ticket>();
  const warn = useWarning();
  const [loadingEarlier, setLoadingEarlier] = useState(false);
  const loaded = useLoaded(
    ticketId,
    async () => joined(known.current, await getTicket(ticketId)),
    (event) => event.type === "reset" || ("ticketId" in event && event.ticketId === ticketId),
  );
  const { data, replace, reload } = loaded;
  useEffect(() => {
    known.current = data;
  }, [data]);

  const changed = useCallback((ticket: Ticket) => replace(joined(known.current, ticket)), [replace]);
  const earlier = useCallback(async () => {
    const first = known.current?.messages[0]?.id;
    if (!known.current?.earlier || first === undefined) return;
    setLoadingEarlier(true);
    try {
      const page = await getEarlier(ticketId, first);
      const now = known.current;
      if (now.messages[0]?.id === first) {
        replace({ ...now, messages: [...page.messages, ...now.messages], earlier: page.earlier });
        // A reading under way was given up for this answer.
        reload();
      }
    } catch (error) {
      warn(error);
    } finally {
      setLoadingEarlier(false);
    }
  }, [ticketId, replace, reload, warn]);
  const failure: ApiFailure | undefined = loaded.failure;
  return { data, failure, reload, changed, earlier, loadingEarlier };
}

/** Puts the newest messages behind the earlier ones known; what did not change keeps its identity. */
export function joined(known: Ticket | undefined, fresh: Ticket): Ticket {
  const first = fresh.messages[0]?.id;
  const place = known?.messages.findIndex(({ id }) => id === first) ?? -1;
  // More has come than one reading holds, or everything was replaced: what lies between is not known.
  if (!known || known.id !== fresh.id || place === -1) return fresh;
  const before = new Map(known.messages.map((message) => [message.id, message]));
  const messages = fresh.messages.map((message) => unlessChanged(before.get(message.id), message));
  return {
    ...fresh,
    messages: [...known.messages.slice(0, place), ...messages],
    earlier: place === 0 ? fresh.earlier : known.earlier,
  };
}

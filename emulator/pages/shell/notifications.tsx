import { IconButton } from "@zendeskgarden/react-buttons";
import { Notification, useToast } from "@zendeskgarden/react-notifications";
import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import { getTickets } from "../api.ts";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useEvents } from "../live.tsx";
import { useLoaded } from "../loaded.ts";
import { useRemembered } from "../remembered.ts";
import { chime } from "./chime.ts";
import { useProduct } from "./product.ts";

/** The whole notification is the button's target. */
const OpenTicket = styled.button`
  border: 0;
  padding: 0;
  background: none;
  color: inherit;
  font: inherit;
  font-weight: 600;
  text-align: start;
  cursor: pointer;
  &::after {
    position: absolute;
    inset: 0;
    content: "";
  }
  &:focus-visible {
    outline: none;
  }
  &:focus-visible::after {
    outline: 2px solid currentColor;
    outline-offset: -4px;
    border-radius: 4px;
  }
`;

const Preview = styled.p`
  display: -webkit-box;
  overflow: hidden;
  margin: 4px 0 0;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  overflow-wrap: anywhere;
`;

/**
 * Tells the operator of each message of a visitor: a toast that opens the ticket, a sound, and the number of
 * unread messages in the window's title, which is returned too.
 */
export function useNotifications(soundOff: boolean): number {
  const words = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { addToast, removeToast } = useToast();
  const shown = useRef(new Map<string, string>());
  const open = useLoaded(
    "unread",
    () => getTickets("open", null),
    () => true,
  );
  const unread = open.data?.tickets.reduce((sum, ticket) => sum + ticket.unread, 0) ?? 0;

  useEvents((event) => {
    if (event.type !== "message") return;
    if (!soundOff) chime();
    const path = `/agent/tickets/${event.ticketId}`;
    removeToast(shown.current.get(path) ?? "");
    if (pathname === path && document.visibilityState === "visible") return;
    const id = addToast(
      ({ close }) => (
        <Notification
          type="info"
          role="status"
          data-ticket={event.ticketId}
          style={{ boxSizing: "border-box", maxWidth: "min(380px, 100vw - 24px)" }}
        >
          <OpenTicket
            onClick={() => {
              void navigate(path);
              close();
            }}
          >
            {event.newTicket ? words.newTicket(event.from) : words.newMessage(event.from)}
          </OpenTicket>
          <Preview>{event.preview}</Preview>
          <Notification.Close aria-label={words.close} onClick={close} style={{ zIndex: 1 }} />
        </Notification>
      ),
      { placement: "top-end", autoDismiss: 8000 },
    );
    shown.current.set(path, id);
  });

  useEffect(() => removeToast(shown.current.get(pathname) ?? ""), [pathname, removeToast]);

  const product = useProduct();
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${product} · ${words.emulator}`;
  }, [unread, product, words]);
  return unread;
}

/** Whether messages arrive without a sound, and the button that changes it. */
export function useSound() {
  const words = useWords();
  const [sound, remember] = useRemembered("emulator.sound");
  const off = sound === "off";
  const label = off ? words.soundOff : words.soundOn;
  const button = (
    <IconButton size="small" aria-label={label} title={label} onClick={() => remember(off ? "on" : "off")}>
      <Icon name={off ? "muted" : "sounding"} />
    </IconButton>
  );
  return { off, button };
}

import { Notification, useToast } from "@zendeskgarden/react-notifications";
import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import type { Agent, AgentEvent } from "../../agent/contract.ts";
import { getUnread } from "../api.ts";
import { useWords } from "../i18n.ts";
import { useEvents } from "../live.tsx";
import { useLoaded } from "../loaded.ts";
import { chime } from "./chime.ts";
import { notifyDesktop } from "./desktop-notifications.ts";
import { useProduct } from "./product.ts";
import { useAccount } from "./signed-in.tsx";

/** The whole notification is the button's target. */
const OpenTicket = styled.button`
  border: 0;
  padding: 0;
  background: none;
  color: inherit;
  font: inherit;
  font-weight: 600;
  text-align: start;
  overflow-wrap: anywhere;
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

type Addressed = Extract<AgentEvent, { type: "message" }>;

/** Whether a message is this agent's affair: assigned to them, or to nobody in one of their groups or in none. */
const concerns = (me: Agent, { assigneeId, groupId }: Addressed): boolean =>
  assigneeId === undefined ? groupId === undefined || me.groupIds.includes(groupId) : assigneeId === me.id;

/**
 * Tells the operator of each message of a visitor that concerns them: a toast that opens the ticket, a sound, the
 * system's own notification while the page is hidden, and the number of unread messages in the window's title,
 * which is returned too.
 */
export function useNotifications(soundOff: boolean): number {
  const words = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { addToast, removeToast } = useToast();
  const shown = useRef(new Map<string, string>());
  const { me } = useAccount();
  const inbox = useLoaded(
    `unread ${me.id}`,
    () => getUnread(me.id),
    () => true,
  );
  const unread = inbox.data ?? 0;

  useEvents((event) => {
    if (event.type !== "message" || !concerns(me, event)) return;
    if (!soundOff) chime();
    const path = `/agent/tickets/${event.ticketId}`;
    removeToast(shown.current.get(path) ?? "");
    const title = event.newTicket ? words.newTicket(event.from) : words.newMessage(event.from);
    notifyDesktop({ title, body: event.preview, tag: path, open: () => void navigate(path) });
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
            {title}
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

import { Button, ChevronButton, SplitButton } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, Menu } from "@zendeskgarden/react-dropdowns";
import { useState } from "react";
import { styled } from "styled-components";
import { type TicketStatus, ticketStatuses } from "../../agent/contract.ts";
import { endSession, setStatus } from "../api.ts";
import { useWords } from "../i18n.ts";
import { type Shortcut, useShortcuts } from "../shell/shortcuts.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { useWarning } from "../shell/warning.tsx";
import { color } from "../theme.tsx";
import type { Ticket } from "./conversation.tsx";
import { EndSessionModal } from "./end-session-modal.tsx";

const Bar = styled.div`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: space-between;
  gap: 8px;
  border-top: 1px solid ${color("border.default")};
  padding: 8px 16px;
  background: ${color("background.subtle")};
`;

const offered = ticketStatuses.filter((status) => status !== "new");

/** The letters of Zendesk's own shortcuts, with Ctrl and Alt. */
const letters = { o: "open", p: "pending", d: "hold", s: "solved" } as const;

/** Runs an action on a ticket and shows in a toast why it was refused. */
export function useAction(changed: (ticket: Ticket) => void) {
  const warn = useWarning();
  const [busy, setBusy] = useState(false);
  const run = async (action: Promise<Ticket>): Promise<void> => {
    setBusy(true);
    try {
      changed(await action);
    } catch (error) {
      warn(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** Zendesk's bar below a ticket: end the session, and submit the ticket with a status. */
export function SubmitBar({ ticket, changed }: { ticket: Ticket; changed: (ticket: Ticket) => void }) {
  const words = useWords();
  const { me } = useAccount();
  const { busy, run } = useAction(changed);
  const [asking, setAsking] = useState(false);
  const closed = ticket.status === "closed";
  const submit = (status: TicketStatus): void => void run(setStatus(ticket.id, me.id, status));
  useShortcuts(
    Object.entries(letters).map(
      ([key, status]): Shortcut => ({
        key,
        chord: true,
        run: () => {
          if (!closed && !busy && status !== ticket.status) submit(status);
        },
      }),
    ),
  );
  const trigger: IMenuProps["button"] = (props) => (
    <ChevronButton {...props} size="small" disabled={closed || busy} aria-label={words.otherStatus} />
  );
  return (
    <Bar>
      <Button
        size="small"
        isNeutral
        isDanger
        disabled={!ticket.sessionOpen || closed || busy}
        onClick={() => setAsking(true)}
      >
        {words.endSession}
      </Button>
      <SplitButton>
        <Button
          size="small"
          disabled={closed || busy || ticket.status === "solved"}
          onClick={() => submit("solved")}
        >
          {words.solve}
        </Button>
        <Menu
          placement="top-end"
          style={{ minWidth: 220 }}
          onChange={({ value }) => {
            const status = offered.find((name) => name === value);
            if (status) submit(status);
          }}
          button={trigger}
        >
          {offered.map((status) => (
            <Item
              key={status}
              value={status}
              label={words.submitAs(words.status[status])}
              isDisabled={status === ticket.status}
            />
          ))}
        </Menu>
      </SplitButton>
      {asking && (
        <EndSessionModal
          cancel={() => setAsking(false)}
          confirm={() => {
            setAsking(false);
            void run(endSession(ticket.id, me.id));
          }}
        />
      )}
    </Bar>
  );
}

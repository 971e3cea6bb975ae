import { Button } from "@zendeskgarden/react-buttons";
import { Field, Label, Select } from "@zendeskgarden/react-forms";
import { Tag } from "@zendeskgarden/react-tags";
import { styled } from "styled-components";
import { assign } from "../api.ts";
import type { Ticket } from "../conversation/conversation.tsx";
import { useAction } from "../conversation/submit-bar.tsx";
import { useConversationWords } from "../conversation/words.ts";
import { useWords } from "../i18n.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { color } from "../theme.tsx";
import { Time } from "../time.tsx";
import { Facts } from "./facts.tsx";

const Section = styled.div`
  display: grid;
  /* A long tag does not make the fields wider than the card. */
  grid-template-columns: minmax(0, 1fr);
  gap: 12px;
  border-top: 1px solid ${color("border.default")};
  padding-top: 16px;
`;

const Name = styled.h2`
  margin: 0;
  font-size: 16px;
  font-weight: 600;
`;

const Tags = styled.span`
  display: flex;
  flex-wrap: wrap;
  gap: 4px;
  min-width: 0;
  > * {
    max-width: 100%;
  }
`;

/** Where the ticket stands, and who works on it. */
export function TicketCard({ ticket, changed }: { ticket: Ticket; changed: (ticket: Ticket) => void }) {
  const words = useWords();
  const more = useConversationWords();
  const { me, agents, groups } = useAccount();
  const { busy, run } = useAction(changed);
  const fixed = busy || ticket.status === "closed";
  const { group, assignee } = ticket;
  const members = groups.find(({ id }) => id === group?.id)?.memberIds;
  const candidates = agents.filter(({ id }) => !members || members.includes(id) || id === assignee?.id);
  return (
    <Section>
      <Name>{words.ticket}</Name>
      <Field>
        <Label>{words.group}</Label>
        <Select
          isCompact
          disabled={fixed}
          value={group?.id ?? ""}
          onChange={(event) => void run(assign(ticket.id, me.id, { groupId: event.target.value }))}
        >
          {!group && <option value="">{words.noGroup}</option>}
          {groups.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field>
        <Label>{words.assignee}</Label>
        <Select
          isCompact
          disabled={fixed}
          value={assignee?.id ?? ""}
          onChange={(event) => void run(assign(ticket.id, me.id, { assigneeId: event.target.value || null }))}
        >
          <option value="">{words.unassigned}</option>
          {candidates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {assignee?.id !== me.id && (
        <Button
          size="small"
          disabled={fixed}
          onClick={() => void run(assign(ticket.id, me.id, { assigneeId: me.id }))}
        >
          {words.assignToMe}
        </Button>
      )}
      <Facts
        of={[
          [words.ticketId, `#${ticket.id}`],
          [words.channel, ticket.channel],
          [words.opened, <Time key="opened" at={ticket.createdAt} always="full" />],
          [
            words.tags,
            ticket.tags.length > 0 ? (
              <Tags key="tags">
                {ticket.tags.map((tag) => (
                  <Tag key={tag} isRegular>
                    <span>{tag}</span>
                  </Tag>
                ))}
              </Tags>
            ) : undefined,
          ],
          [more.priority, ticket.priority],
          ...Object.entries(ticket.customFields).map(([id, value]): readonly [string, string] => [
            more.customField(id),
            value,
          ]),
          [words.conversationId, ticket.conversationId],
        ]}
      />
    </Section>
  );
}

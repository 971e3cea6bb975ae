import { Link } from "react-router-dom";
import { styled } from "styled-components";
import type { Requester } from "../../agent/contract.ts";
import { color } from "../theme.tsx";
import { StatusTag } from "../tickets/status-tag.tsx";
import { useView } from "../tickets/view.ts";
import { Time } from "../time.tsx";

const List = styled.ul`
  display: grid;
  gap: 8px;
  margin: 4px 0 0;
  padding: 0;
  list-style: none;
`;

const Subject = styled(Link)`
  color: ${color("foreground.primary")};
`;

const Line = styled.span`
  display: flex;
  align-items: center;
  gap: 8px;
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;

/** What the same person asked for before or since, newest first. */
export function OtherTickets({ tickets }: { tickets: Requester["otherTickets"] }) {
  const { search } = useView();
  return (
    <List>
      {tickets.map(({ id, subject, status, createdAt }) => (
        <li key={id}>
          <Subject to={`/agent/tickets/${id}${search}`}>{subject}</Subject>
          <Line>
            <StatusTag status={status} /> #{id} <Time at={createdAt} />
          </Line>
        </li>
      ))}
    </List>
  );
}

/** The part of Support's search language that finds messaging tickets. */
import type { Ticket } from "../world/entities.ts";
import type { World } from "../world/world.ts";

const ORDER = ["new", "open", "pending", "hold", "solved", "closed"];

/** Words and the operators type, status (: < >), requester, group, via, tags and custom_field_<id>. */
export function searchTickets(world: World, query: string): Ticket[] {
  const terms = query.match(/(?:[^\s"]+(?:"[^"]*")?|"[^"]*")+/gu) ?? [];
  const unquote = (text: string) => text.replaceAll('"', "");
  const tests = terms.map((term) => {
    const match = /^(-?)([a-z0-9_]+)(:|<|>)(.*)$/iu.exec(term);
    if (match === null) {
      const word = unquote(term).toLowerCase();
      return (ticket: Ticket) => ticket.subject.toLowerCase().includes(word);
    }
    const [, minus, key = "", operator = ":", raw = ""] = match;
    const test = operatorTest(world, key.toLowerCase(), operator, unquote(raw));
    return (ticket: Ticket) => test(ticket) !== (minus === "-");
  });
  return world.tickets.all().filter((ticket) => tests.every((test) => test(ticket)));
}

function operatorTest(
  world: World,
  key: string,
  operator: string,
  value: string,
): (ticket: Ticket) => boolean {
  if (key === "type") return () => value === "ticket";
  if (key === "status") {
    const wanted = ORDER.indexOf(value);
    return ({ status }) => {
      const actual = ORDER.indexOf(status);
      return operator === "<" ? actual < wanted : operator === ">" ? actual > wanted : actual === wanted;
    };
  }
  if (key === "requester" || key === "requester_id")
    return ({ requesterId }) => {
      const person = world.people.get(requesterId);
      return [String(requesterId), person?.email, person?.name].includes(value);
    };
  if (key === "group")
    return ({ groupId }) =>
      groupId !== undefined && [String(groupId), world.groups.get(groupId)?.name].includes(value);
  if (key === "via") return () => value === "sunshine_conversations_api";
  if (key === "tags") return ({ tags }) => tags.includes(value);
  if (key.startsWith("custom_field_"))
    return ({ customFields }) => customFields[key.slice("custom_field_".length)] === value;
  return () => false;
}

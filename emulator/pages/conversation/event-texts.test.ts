import { expect, test } from "vitest";
import { TicketDetail } from "../../agent/contract.ts";
import { startEmulator } from "../../harness.ts";
import { eventText } from "./event-texts.ts";

test("what operators do to a ticket is told in French too", async () => {
  const { emulator, call, open, post, pass } = await startEmulator();
  const agent = emulator.credentials().agents.find(({ name }) => name === "Camille Laurent");
  const group = emulator.credentials().groups[0]?.id;
  const { conversationId, userId } = await open();
  await pass(conversationId);
  await post(conversationId, { type: "user", userId }, "My cat is ill");
  const act = (name: string, body: object = {}) =>
    call("POST", `/agent/api/tickets/1/${name}`, { agentId: agent?.id, ...body });
  await act("assign", { groupId: group, assigneeId: agent?.id });
  await act("status", { status: "hold" });
  await act("end-session");
  await act("close");
  const { ticket } = TicketDetail.parse((await call("GET", "/agent/api/tickets/1")).body);
  const told = ticket.messages.flatMap(({ content }) => (content.type === "event" ? [content.text] : []));
  expect(told.map((text) => eventText(text, "en"))).toEqual(told);
  expect(told.map((text) => eventText(text, "fr")).toSorted()).toEqual([
    "Camille Laurent a assigné le ticket à Support / Camille Laurent.",
    "Camille Laurent a passé le ticket au statut «\u00a0clos\u00a0».",
    "Camille Laurent a passé le ticket au statut «\u00a0en pause\u00a0».",
    "Camille Laurent a terminé la session de messagerie.",
    "La conversation se poursuit par e-mail.",
  ]);
  expect(eventText("Something else happened.", "fr")).toBe("Something else happened.");
  await emulator.close();
});

import { likely, open, type Question, type Switches } from "../question.ts";
import { at, listAt, textAt } from "../read.ts";
import { grouped } from "../sessions.ts";
import { absentMs, agentWorkspace } from "../stage.ts";

export const automaticMessages: Question = {
  id: "automatic-messages",
  section: "5.6",
  asks: "What does the account write by itself to somebody who waits?",
  ask: async (context) => {
    const { stage, waiting, tenant } = context;
    const { talk, ticket } = await grouped(context);
    if (ticket === undefined) return open("No ticket was found.");
    await waiting.sleep(absentMs);
    const written = (await stage.messages(talk)).filter(
      (message) => textAt(message, "source.type") === agentWorkspace && at(message, "activity") === undefined,
    );
    const staff = listAt((await tenant.support("GET", "/agent_availabilities")).json, "data").map((row) =>
      textAt(row, "attributes.agent_status.name"),
    );
    return likely(
      [
        written.length === 0 ? "Nothing, while nobody answered." : `${written.length} messages:`,
        ...written.map(
          (message) =>
            `“${textAt(message, "content.text") ?? textAt(message, "content.type") ?? ""}” by ${textAt(message, "author.displayName") ?? "nobody"}`,
        ),
        `Operators: ${staff.map((name) => name ?? "unknown").join(", ") || "not told"}.`,
      ],
      { ...kinds(written, staff), ...automaticAgent(written) },
    );
  },
};

/**
 * Which of the standard messages these are; what was not seen is off only where it would have been written:
 * two of them are for accounts where nobody is online (zendesk.md §5.6).
 */
function kinds(written: readonly unknown[], staff: readonly (string | undefined)[]): Switches {
  const away = staff.length > 0 && !staff.includes("online");
  const offline = away && staff.every((name) => name === "offline");
  const form = written.findIndex((message) => textAt(message, "content.type") === "form");
  // The form comes with a line that announces it.
  const texts = written.filter(
    (message, index) => textAt(message, "content.type") === "text" && index !== form - 1,
  );
  const isReply = (message: unknown) => textAt(message, "author.displayName") === "Customer Service";
  const isQueue = (message: unknown) => /\d/.test(textAt(message, "content.text") ?? "");
  const rest = texts.filter((message) => !isReply(message) && !isQueue(message));
  return {
    firstReplyMessage: texts.some(isReply),
    queueMessage: texts.some((message) => !isReply(message) && isQueue(message)),
    ...(form !== -1 || away ? { contactDetailsForm: form !== -1 } : {}),
    ...(rest.length > 0 || offline ? { offlineMessage: rest.length > 0 } : {}),
  };
}

function automaticAgent([first]: readonly unknown[]): Switches {
  if (first === undefined) return {};
  const metadata = at(first, "metadata");
  const agent =
    typeof metadata === "object" && metadata !== null && "__zendesk_msg.agent.id" in metadata
      ? metadata["__zendesk_msg.agent.id"]
      : undefined;
  return agent === "__trigger"
    ? { automaticAgentId: "__trigger" }
    : agent === undefined || agent === ""
      ? { automaticAgentId: "missing" }
      : {};
}

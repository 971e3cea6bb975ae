/** Tells the conversation whether the account answers who looks at it. */
import type { Handoff } from "../conversation/model.ts";
import { type ErrorCode, toCoded } from "../errors.ts";
import type { RunningRelay } from "../relay/relay.ts";

/** No answer, or one to nobody. Whatever else Zendesk refuses it has answered; whatever else fails is ours. */
const unanswered: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "zendesk_unreachable",
  "zendesk_unclear",
  "zendesk_busy",
  "zendesk_answer_unreadable",
  "zendesk_credentials_refused",
  "zendesk_host_refused",
]);

/** Makes the call and tells of it. Fails as the call does. */
export async function tellingWhetherAnswered<Answer>(
  relay: Pick<RunningRelay, "apply">,
  handoff: Handoff,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await call().catch(async (error: unknown) => {
    if (unanswered.has(toCoded(error).code)) await tell(relay, handoff, false);
    throw error;
  });
  await tell(relay, handoff, true);
  return answer;
}

/** Where it says nothing new, nothing is written. */
async function tell(
  { apply }: Pick<RunningRelay, "apply">,
  { id, conversationId }: Handoff,
  answers: boolean,
) {
  await apply(conversationId, ({ state }) => {
    const known = state.mode !== "bot" && state.handoff.id === id ? state.handoff : undefined;
    if (known === undefined) return undefined;
    const { unansweredSince, troubled } = known;
    if (answers ? unansweredSince === undefined : unansweredSince !== undefined && troubled === true)
      return undefined;
    return { type: "account_seen", handoffId: id, answers };
  });
}

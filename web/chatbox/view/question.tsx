import type { Question } from "../../../src/protocol/chat.ts";
import type { ChatView } from "../core/view.ts";
import { useSurroundings } from "./context.ts";
import { useFocusKept } from "./focus.ts";

/** What the visitor is asked at the moment. It is not live: the notice in the transcript has said it already. */
export function QuestionCard({ view, question }: { view: ChatView; question: Question }) {
  const { strings, chat } = useSurroundings();
  const ref = useFocusKept<HTMLElement>();
  const { leaving, waiting } = view;
  const { title, text } = strings.questions[question];
  return (
    <section ref={ref} class="question" aria-labelledby="question-title" data-question={question}>
      <div class="question-words">
        <h2 id="question-title">{title}</h2>
        <p>{text}</p>
      </div>
      <div class="question-buttons">
        {question === "solved" ? null : (
          <button
            type="button"
            class="quiet-button"
            aria-disabled={waiting || leaving}
            onClick={() => leaving || chat.wait()}
          >
            {waiting ? strings.oneMoment : strings.keepWaiting}
          </button>
        )}
        <button type="button" class="quiet-button" aria-disabled={leaving} onClick={chat.leave}>
          {leaving ? strings.leaving : strings.toAssistant}
        </button>
      </div>
    </section>
  );
}

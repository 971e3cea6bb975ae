import type { Item } from "../core/view.ts";
import { choicesOf } from "../core/view.ts";
import { useSurroundings } from "./context.ts";
import { useFocusKept } from "./focus.ts";

/** The answers that a message offers: to press while they are open, to read afterwards. */
export function Choices({ item, open }: { item: Item; open: boolean }) {
  const choices = choicesOf(item);
  if (choices.length === 0) return null;
  if (open) return <OpenChoices item={item} />;
  return (
    <ul class="choices">
      {choices.map(({ label }, index) => (
        <li key={index}>{label}</li>
      ))}
    </ul>
  );
}

function OpenChoices({ item }: { item: Item }) {
  const { strings, chat } = useSurroundings();
  const ref = useFocusKept<HTMLDivElement>();
  const { seq } = item;
  return (
    <div ref={ref} class="choices" role="group" aria-label={strings.choices}>
      {choicesOf(item).map(({ label }, index) => (
        <button
          key={index}
          type="button"
          class="choice"
          onClick={() => (seq === undefined ? undefined : chat.choose(seq, index))}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

import { useMemo } from "preact/hooks";
import { Avatar } from "./avatar.tsx";
import { useSurroundings } from "./context.ts";
import type { Block } from "./groups.ts";
import { isAutomatic, nameOf } from "./groups.ts";
import { Message } from "./message.tsx";

export function Day({ at, today }: { at: number; today: number }) {
  const { strings, language } = useSurroundings();
  const days = Math.round((today - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  const words =
    days === 0
      ? strings.today
      : days === 1
        ? strings.yesterday
        : new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(at);
  return (
    <div class="day">
      <span>{words}</span>
    </div>
  );
}

export function Notice({ block }: { block: Extract<Block, { kind: "notice" }> }) {
  const { content } = block.item;
  return (
    <p
      class="notice"
      data-author="system"
      data-notice={content.type === "notice" ? content.notice : undefined}
    >
      {block.text}
    </p>
  );
}

/** Drawn again only when one of its items changed. */
export function Group({
  block,
  lastOwnKey,
  offerKey,
}: {
  block: Extract<Block, { kind: "group" }>;
  lastOwnKey: string | undefined;
  offerKey: string | undefined;
}) {
  const { strings, language } = useSurroundings();
  const ofThis = (wanted: string | undefined): string | undefined =>
    block.items.some(({ key }) => key === wanted) ? wanted : undefined;
  const lastOwn = ofThis(lastOwnKey);
  const offer = ofThis(offerKey);
  return useMemo(() => {
    const { author, items } = block;
    const own = author.type === "visitor";
    const first = items[0];
    if (first === undefined) return null;
    const time = new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(first.at);
    return (
      <section class={own ? "group group-own" : "group"} data-author={author.type}>
        <header class="group-head">
          <Avatar author={author} />
          <span class={own ? "unseen" : "group-name"}>
            {own ? strings.you : isAutomatic(author) ? strings.automatic : nameOf(author)}
          </span>{" "}
          <time class="group-time" dateTime={new Date(first.at).toISOString()}>
            {time}
          </time>
        </header>
        {first.late === true ? <p class="late">{strings.late}</p> : null}
        <div class="group-messages">
          {items.map((item) => (
            <Message key={item.key} item={item} stateShown={item.key === lastOwn} open={item.key === offer} />
          ))}
        </div>
      </section>
    );
  }, [strings, language, lastOwn, offer, block]);
}

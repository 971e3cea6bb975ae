import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChatView, Item } from "../core/view.ts";
import { openOffer, saidByOthers } from "../core/view.ts";
import { Day, Group, Notice } from "./blocks.tsx";
import { useSurroundings } from "./context.ts";
import type { Block } from "./groups.ts";
import { blocksOf } from "./groups.ts";
import { ChatIcon, DownIcon } from "./icons.tsx";
import { UploadRow } from "./upload-row.tsx";

/** How far from the end still counts as reading the end. */
const endMargin = 64;

function topIn(box: Element, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** The transcript: stays at its end unless the reader scrolled up, and then says how much is new. */
export function Conversation({ view }: { view: ChatView }) {
  const { strings } = useSurroundings();
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const atEndRef = useRef(true);
  /** Where the first message in sight stood when the reader last scrolled: it stays there. */
  const anchorRef = useRef<{ readonly element: Element; readonly top: number }>(undefined);
  const [unseen, setUnseen] = useState(0);
  const [away, setAway] = useState(false);
  const live = useLive(view);
  const { today } = view;

  const toEnd = (behavior: ScrollBehavior): void => {
    atEndRef.current = true;
    setUnseen(0);
    setAway(false);
    scrollerRef.current?.scrollTo({ top: scrollerRef.current.scrollHeight, behavior });
  };

  const blocks = useBlocks(view.items);
  const own = view.items.filter(({ author }) => author.type === "visitor");
  const lastCalm = own.findLast(({ state }) => state !== "failed" && state !== "rejected");
  const others = saidByOthers(view.items);
  const offerKey = openOffer(view.items, view.status)?.key;
  const ownCount = own.length + view.uploads.length;
  const beforeRef = useRef({ ownCount, others });

  useLayoutEffect(() => {
    const { ownCount: ownBefore, others: othersBefore } = beforeRef.current;
    beforeRef.current = { ownCount, others };
    if (atEndRef.current || ownCount > ownBefore) toEnd("instant");
    else if (others > othersBefore) setUnseen((count) => count + others - othersBefore);
  }, [ownCount, others]);

  // Pictures that load, messages that come in above and a frame that is resized move what is being read.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const [box, anchor] = [scrollerRef.current, anchorRef.current];
      if (box === null) return;
      if (atEndRef.current) box.scrollTo({ top: box.scrollHeight });
      else if (anchor?.element.isConnected === true) box.scrollTop += topIn(box, anchor.element) - anchor.top;
    });
    for (const { current } of [scrollerRef, contentRef]) if (current !== null) observer.observe(current);
    return () => observer.disconnect();
  }, []);

  const scrolled = ({ currentTarget: box }: { currentTarget: HTMLDivElement }): void => {
    atEndRef.current = box.scrollHeight - box.scrollTop - box.clientHeight < endMargin;
    setAway(!atEndRef.current);
    if (atEndRef.current) setUnseen(0);
    const element = [...box.querySelectorAll(".message, .notice")].find((one) => topIn(box, one) >= 0);
    anchorRef.current = element === undefined ? undefined : { element, top: topIn(box, element) };
  };

  return (
    <div class="conversation">
      <div
        class="scroller"
        ref={scrollerRef}
        onScroll={scrolled}
        tabIndex={0}
        role="region"
        aria-label={strings.messages}
      >
        <div class="content" ref={contentRef}>
          {view.phase === "loading" ? <Loading /> : null}
          {view.phase === "ready" && view.items.length === 0 ? <Empty /> : null}
          <div
            class="log"
            role="log"
            aria-label={strings.messages}
            aria-live={live ? "polite" : "off"}
            aria-relevant="additions"
          >
            {blocks.map((block) => {
              switch (block.kind) {
                case "day":
                  return <Day key={block.key} at={block.at} today={today} />;
                case "notice":
                  return <Notice key={block.key} block={block} />;
                case "group":
                  return (
                    <Group key={block.key} block={block} lastOwnKey={lastCalm?.key} offerKey={offerKey} />
                  );
              }
            })}
          </div>
          {view.uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
          <div class="typing-place" role="status">
            {view.typing === undefined ? null : (
              <p class="typing">
                <span class="dots" aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                {strings.typing(view.typing.name)}
              </p>
            )}
          </div>
        </div>
      </div>
      {away ? (
        <button type="button" class="to-end" onClick={() => toEnd("smooth")}>
          <DownIcon />
          {unseen > 0 ? strings.newMessages(unseen) : <span class="unseen">{strings.toEnd}</span>}
        </button>
      ) : null}
    </div>
  );
}

/** Keeps what did not change, so that a thousand messages cost no more than the new one. */
function useBlocks(items: readonly Item[]): readonly Block[] {
  const keptRef = useRef<readonly Block[]>([]);
  return useMemo(() => {
    keptRef.current = blocksOf(items, keptRef.current);
    return keptRef.current;
  }, [items]);
}

/** False until the history stands, so that a screen reader hears what is new and not what was said before. */
function useLive(view: ChatView): boolean {
  const [live, setLive] = useState(false);
  const conversationId = view.phase === "ready" ? view.session?.conversationId : undefined;
  useEffect(() => {
    setLive(false);
    if (conversationId === undefined) return undefined;
    const timer = setTimeout(() => setLive(true), 1000);
    return () => clearTimeout(timer);
  }, [conversationId]);
  return live;
}

function Loading() {
  const { strings } = useSurroundings();
  return (
    <div class="loading">
      <p class="unseen" role="status">
        {strings.loading}
      </p>
      <span class="ghost ghost-1" />
      <span class="ghost ghost-2" />
      <span class="ghost ghost-3" />
    </div>
  );
}

function Empty() {
  const { strings } = useSurroundings();
  return (
    <div class="empty">
      <span class="empty-sign">
        <ChatIcon />
      </span>
      <h2>{strings.emptyTitle}</h2>
      <p>{strings.emptyText}</p>
    </div>
  );
}

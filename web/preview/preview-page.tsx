import { useEffect, useRef } from "preact/hooks";
import type { Language } from "../../src/protocol/chat.ts";
import { SampleSite } from "./sample-site.tsx";
import type { Words } from "./words.ts";

type View = "desktop" | "phone";

/** The sample page with the real chatbox on it, and above it what a bot manager wants to vary. */
export function PreviewPage({
  words,
  language,
  channel,
  view,
}: {
  words: Words;
  language: Language;
  channel: string;
  view: View;
}) {
  const address = (change: { language?: Language; view?: View | "site" }): string =>
    `?${new URLSearchParams({ language, view, ...change }).toString()}`;
  const startOver = (): void => {
    const inner = document.querySelector<HTMLIFrameElement>(".phone iframe")?.contentWindow;
    (inner ?? window).ZendeskLivechat?.startOver();
  };
  return (
    <div class="preview">
      <header class="bar">
        <strong class="bar-mark">{words.previewMark}</strong>
        <nav class="bar-controls" aria-label={words.previewControls}>
          <Choice
            label={words.language}
            chosen={language}
            options={[
              { value: "en", text: "English", href: address({ language: "en" }) },
              { value: "fr", text: "Français", href: address({ language: "fr" }) },
            ]}
          />
          <Choice
            wideOnly
            label={words.width}
            chosen={view}
            options={[
              { value: "desktop", text: words.desktop, href: address({ view: "desktop" }) },
              { value: "phone", text: words.phone, href: address({ view: "phone" }) },
            ]}
          />
          <button type="button" class="bar-button" onClick={startOver}>
            {words.startOver}
          </button>
          <a class="bar-link" href="/">
            {words.home}
          </a>
        </nav>
        <p class="bar-words">{words.previewText}</p>
      </header>
      {view === "phone" ? (
        <Phone
          title={words.phoneFrame}
          address={`/preview/${encodeURIComponent(channel)}${address({ view: "site" })}`}
        />
      ) : (
        <SampleSite words={words.site} />
      )}
    </div>
  );
}

/** The sample page in a window as narrow as a phone's. Made by hand: it is this very page, so a sandbox would say nothing. */
function Phone({ title, address }: { title: string; address: string }) {
  const placeRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.src = address;
    placeRef.current?.replaceChildren(frame);
  }, [title, address]);
  return <div class="phone" ref={placeRef} />;
}

function Choice({
  wideOnly = false,
  label,
  chosen,
  options,
}: {
  wideOnly?: boolean;
  label: string;
  chosen: string;
  options: readonly { value: string; text: string; href: string }[];
}) {
  return (
    <ul class={wideOnly ? "choice choice-wide" : "choice"} aria-label={label}>
      {options.map(({ value, text, href }) => (
        <li key={value}>
          <a
            href={href}
            lang={value === "fr" || value === "en" ? value : undefined}
            aria-current={value === chosen}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}

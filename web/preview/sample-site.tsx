import type { Words } from "./words.ts";

/** A page that could be a customer's, for the chatbox to stand on. Its links lead nowhere, so they are none. */
export function SampleSite({ words }: { words: Words["site"] }) {
  return (
    <main class="site" aria-label={words.name}>
      <div class="site-head">
        <p class="site-name">
          <PawSign />
          {words.name}
        </p>
        <ul class="site-menu" aria-label={words.menuLabel}>
          {words.menu.map((entry) => (
            <li key={entry}>{entry}</li>
          ))}
        </ul>
      </div>
      <section class="site-hero">
        <div class="site-words">
          <h1>{words.title}</h1>
          <p class="site-lead">{words.lead}</p>
          <span class="site-call">{words.call}</span>
          <p class="site-hours">{words.hours}</p>
        </div>
        <Picture />
      </section>
      <section class="site-cards">
        {words.cards.map(({ title, text }) => (
          <article key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </article>
        ))}
      </section>
      <p class="site-foot">{words.note}</p>
    </main>
  );
}

function PawSign() {
  return (
    <svg viewBox="0 0 24 24" width="28" height="28" fill="currentColor" aria-hidden="true">
      <ellipse cx="5.6" cy="11" rx="2.1" ry="2.8" />
      <ellipse cx="10" cy="6.6" rx="2.1" ry="2.9" />
      <ellipse cx="14.8" cy="6.9" rx="2.1" ry="2.9" />
      <ellipse cx="18.8" cy="11.4" rx="2" ry="2.7" />
      <path d="M12 11.5c3 0 5.6 3.3 5.6 5.9 0 1.8-1.3 2.7-2.8 2.7-1.2 0-1.8-.5-2.8-.5s-1.7.5-2.9.5c-1.5 0-2.7-1-2.7-2.7 0-2.6 2.6-5.9 5.6-5.9z" />
    </svg>
  );
}

/** A cat on a window sill. */
function Picture() {
  return (
    <svg class="site-picture" viewBox="0 0 480 360" aria-hidden="true">
      <rect class="p-wall" width="480" height="360" rx="24" />
      <rect class="p-sky" x="88" y="40" width="304" height="232" rx="12" />
      <circle class="p-sun" cx="318" cy="110" r="34" />
      <path class="p-hill" d="M88 222c60-46 110-30 152-4 50 30 96 12 152-24v78H88z" />
      <path class="p-frame" d="M240 40v232M88 150h304" />
      <rect class="p-sill" x="64" y="268" width="352" height="22" rx="8" />
      <path
        class="p-cat"
        d="M176 268c-10-46 4-84 30-100l-4-38 24 20c8-2 18-2 26 0l24-20-2 40c22 18 32 54 26 98zM298 262c30 4 52-8 52-32 0-12 14-14 16-2 6 34-26 54-68 48z"
      />
      <path class="p-face" d="M220 176h.1M252 176h.1M231 188l5 4 5-4" />
      <path class="p-pot" d="M112 226h44l-6 42h-32z" />
      <path
        class="p-leaf"
        d="M134 226c-2-30-22-40-34-42 0 24 12 38 34 42zm0 0c2-36 22-52 40-56 0 30-16 50-40 56z"
      />
    </svg>
  );
}

/** Adopted by the launcher's own shadow tree: reaches nothing of the page. */
export const launcherStyles = `
:host {
  all: initial;
  --accent: #22252d;
  --on-accent: #fff;
  color-scheme: light dark;
}
:host, .panel, .launcher { position: fixed; z-index: 2147483000; }
:host { inset: auto 0 0 auto; width: 0; height: 0; }
[hidden] { display: none !important; }
.launcher {
  right: 20px;
  bottom: 20px;
  display: grid;
  place-items: center;
  width: 56px;
  height: 56px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: var(--accent);
  color: var(--on-accent);
  box-shadow: 0 4px 16px rgb(0 0 0 / 24%);
  cursor: pointer;
  transition: transform 120ms ease-out;
}
.launcher:hover { transform: scale(1.04); }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
.sign { grid-area: 1 / 1; width: 28px; height: 28px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.shut, :host([data-open]) .open { display: none; }
:host([data-open]) .shut { display: block; }
.badge {
  position: absolute;
  top: -4px;
  right: -4px;
  min-width: 22px;
  padding: 0 6px;
  border: 2px solid #fff;
  border-radius: 13px;
  background: #b3261e;
  color: #fff;
  font: 600 12px/20px system-ui, sans-serif;
  text-align: center;
  box-sizing: border-box;
}
.panel {
  right: 20px;
  bottom: 88px;
  width: min(400px, calc(100vw - 40px));
  height: min(680px, calc(100vh - 108px));
  border-radius: 16px;
  overflow: hidden;
  background: canvas;
  box-shadow: 0 0 0 1px rgb(127 127 127 / 18%), 0 12px 48px rgb(0 0 0 / 24%);
}
iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
@media (max-width: 480px), (max-height: 480px) {
  .panel { inset: 0; width: 100%; height: 100%; border-radius: 0; }
  :host([data-open]) .launcher { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher:hover { transform: none; } }
@media print { :host { display: none; } }
`;

import { useEffect, useState } from "preact/hooks";
import * as z from "zod/mini";
import type { Words } from "./words.ts";

/** `GET /api/demo` */
const demoSchema = z.object({
  preview: z.string(),
  console: z.string(),
  /** The emulator's operator page, when it runs. */
  agent: z.optional(z.string()),
  consoleUser: z.string(),
  /** Where the console's password stands; absent when it was given by the environment. */
  passwordFile: z.optional(z.string()),
});
type Demo = z.infer<typeof demoSchema>;

type State = { kind: "loading" } | { kind: "failed" } | { kind: "known"; demo: Demo };

/** What to open first on a server that was just started. */
export function HomePage({ words }: { words: Words }) {
  const [state, setState] = useState<State>({ kind: "loading" });
  useEffect(() => {
    fetch("/api/demo")
      .then(async (answer) => setState({ kind: "known", demo: demoSchema.parse(await answer.json()) }))
      .catch(() => setState({ kind: "failed" }));
  }, []);
  return (
    <main class="home">
      <h1>{words.product}</h1>
      {state.kind === "loading" ? <p role="status">{words.homeLoading}</p> : null}
      {state.kind === "failed" ? (
        <p role="alert">
          {words.homeFailed} <a href="/console/">/console/</a>.
        </p>
      ) : null}
      {state.kind === "known" ? <Steps words={words} demo={state.demo} /> : null}
    </main>
  );
}

function Steps({ words, demo }: { words: Words; demo: Demo }) {
  const addresses = [demo.preview, demo.agent, demo.console];
  const steps = words.homeSteps
    .map((step, index) => ({ ...step, href: addresses[index] }))
    .filter((step): step is typeof step & { href: string } => step.href !== undefined);
  return (
    <>
      <p class="home-lead">{words.homeLead}</p>
      <ol class="steps">
        {steps.map(({ title, text, link, href }) => (
          <li key={title} class="step">
            <h2>{title}</h2>
            <p>{text}</p>
            {href === demo.console && demo.passwordFile !== undefined ? (
              <Login parts={words.homeLogin(demo.consoleUser, demo.passwordFile)} />
            ) : null}
            <a class="step-link" href={href} target="_blank" rel="noopener">
              {link}
              <span class="unseen"> ({words.newTab})</span>
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

function Login({ parts: [before, user, between, file] }: { parts: [string, string, string, string] }) {
  return (
    <p class="step-login">
      {before}
      <code>{user}</code>
      {between}
      <code>{file}</code>.
    </p>
  );
}

/** The judges as one: what every test of the emulator's APIs asks of each answer. */
import type { Exchange } from "../http/observe.ts";
import { allowed } from "./differences.ts";
import { type Finding, hasOpenApi, judgeByOpenApi } from "./openapi.ts";
import { judgeByOwn } from "./own.ts";

const isAllowed = (finding: Finding) =>
  allowed.some(({ on, says }) => on.test(finding.on) && says.test(finding.says));

export interface Verdict {
  /** What is wrong and nobody meant. */
  readonly wrong: readonly string[];
  /** What differs, listed or not. */
  readonly differs: readonly Finding[];
}

/** Every way in which an answer is not what the documents say. */
export function judge(exchange: Exchange): Finding[] {
  const byDocument = hasOpenApi ? judgeByOpenApi(exchange) : undefined;
  const byUs = judgeByOwn(exchange);
  const nobody =
    hasOpenApi && byDocument === undefined && byUs === undefined
      ? [
          {
            on: `${exchange.method} ${exchange.route ?? exchange.url} ${exchange.status}`,
            says: "nobody describes it",
          },
        ]
      : [];
  return [...(byDocument ?? []), ...(byUs ?? []), ...nobody];
}

/** Listens to an emulator and keeps what it does wrong. */
export function createJudge() {
  const findings = new Map<string, Finding>();
  return {
    see(exchange: Exchange): void {
      for (const finding of judge(exchange)) findings.set(`${finding.on}: ${finding.says}`, finding);
    },
    verdict: (): Verdict => ({
      wrong: [...findings].filter(([, finding]) => !isAllowed(finding)).map(([words]) => words),
      differs: [...findings.values()],
    }),
  };
}

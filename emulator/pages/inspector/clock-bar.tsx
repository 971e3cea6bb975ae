/** The emulator's time, and buttons that move it on. */
import { Button } from "@zendeskgarden/react-buttons";
import { useState } from "react";
import { styled } from "styled-components";
import { useEvents } from "../live.tsx";
import { color } from "../theme.tsx";
import { advance, getNow } from "./api.ts";
import { Moment } from "./moment.tsx";
import { usePolled } from "./polled.ts";
import { useTold } from "./told.tsx";
import { useInspectorWords } from "./words.ts";

const MINUTE = 60_000;
const steps = { minute: MINUTE, quarter: 15 * MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE } as const;
const stepNames = ["minute", "quarter", "hour", "day"] as const;

const Bar = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
`;

const Now = styled.div`
  font-variant-numeric: tabular-nums;
  > span {
    display: block;
    color: ${color("foreground.subtle")};
    font-size: 12px;
    line-height: 16px;
  }
`;

const Steps = styled.div`
  display: flex;
  gap: 4px;
`;

export function ClockBar() {
  const words = useInspectorWords();
  const told = useTold();
  const now = usePolled("clock", getNow);
  const [busy, setBusy] = useState(false);
  useEvents(() => now.reload());
  const move = async (by: number): Promise<void> => {
    setBusy(true);
    await told(async () => now.replace(await advance(by)), words.moved);
    setBusy(false);
  };
  return (
    <Bar>
      <Now>
        <span>{words.clock}</span>
        {now.data === undefined ? "–" : <Moment at={now.data} full />}
      </Now>
      <Steps role="group" aria-label={words.advance}>
        {stepNames.map((name) => (
          <Button key={name} size="small" isNeutral disabled={busy} onClick={() => void move(steps[name])}>
            {words.steps[name]}
          </Button>
        ))}
      </Steps>
    </Bar>
  );
}

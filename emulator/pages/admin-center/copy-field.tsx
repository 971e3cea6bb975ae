import { Button } from "@zendeskgarden/react-buttons";
import { Field, Hint, Input, Label } from "@zendeskgarden/react-forms";
import { useEffect, useRef, useState } from "react";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { color } from "../theme.tsx";
import { useAdminWords } from "./words/words.ts";

const Line = styled.div`
  display: flex;
  gap: 8px;
  align-items: center;
  margin-top: 8px;
`;

const Value = styled(Input)`
  flex: 1;
  min-width: 0;
  font-family: ${({ theme }) => theme.fonts.mono};
  font-size: 13px;
`;

const Said = styled.div`
  min-height: 20px;
  color: ${color("foreground.success")};
  font-size: 12px;
`;

/** How long "Copied" stays to be read. */
const SAID_MS = 4000;

/** A value to take somewhere else: it can be read, selected, and copied by a button that says so. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const words = useAdminWords();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return undefined;
    const timer = window.setTimeout(() => setSaid(""), SAID_MS);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(words.copied);
    } catch {
      // Browsers may refuse, as in a window without the focus.
      input.current?.select();
      setSaid(words.copyByHand);
    }
  };
  return (
    <div>
      <Field>
        <Label>{label}</Label>
        {hint && <Hint>{hint}</Hint>}
        <Line>
          <Value
            ref={input}
            value={value}
            readOnly
            spellCheck={false}
            onFocus={(event) => event.target.select()}
          />
          <Button aria-label={words.copyThis(label)} onClick={() => void copy()}>
            <Button.StartIcon>
              <Icon name="copy" />
            </Button.StartIcon>
            {words.copy}
          </Button>
        </Line>
      </Field>
      <Said role="status">{said}</Said>
    </div>
  );
}

import { Button } from "@zendeskgarden/react-buttons";
import { Field, Input } from "@zendeskgarden/react-forms";
import { useRef, useState } from "react";
import { styled } from "styled-components";
import { useTexts } from "../i18n.tsx";
import { Icon } from "../icon.tsx";
import { Card, Unseen } from "../page.tsx";

const Line = styled.div`
  display: flex;
  gap: 8px;
  align-items: center;
  margin-top: 8px;
  @media (max-width: 480px) {
    flex-direction: column;
    align-items: stretch;
  }
`;
const Url = styled(Input)`
  font-family: ${({ theme }) => theme.fonts.mono};
`;
const Copy = styled(Button)`
  flex: none;
`;

/** There from the moment ZENDESK is saved, since Zendesk needs it before the ids exist. */
export function WebhookUrl({ url }: { url: string }) {
  const { connector } = useTexts();
  const [copied, setCopied] = useState<"yes" | "no">();
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    input.current?.select();
    // Without https a browser has no clipboard to give.
    const written = "clipboard" in navigator ? navigator.clipboard.writeText(url) : Promise.reject();
    setCopied(
      await written.then(
        () => "yes" as const,
        () => "no" as const,
      ),
    );
  };
  return (
    <Card>
      <Field>
        <Field.Label>{connector.webhook.label}</Field.Label>
        <Field.Hint>{connector.webhook.hint}</Field.Hint>
        <Line>
          <Url readOnly ref={input} value={url} onFocus={(event) => event.target.select()} />
          <Copy onClick={() => void copy()}>
            <Button.StartIcon>
              <Icon name={copied === "yes" ? "check" : "copy"} />
            </Button.StartIcon>
            {copied === "yes" ? connector.webhook.copied : connector.webhook.copy}
          </Copy>
        </Line>
        {copied === "no" && (
          <Field.Message validation="warning">{connector.webhook.copyFailed}</Field.Message>
        )}
        <Unseen role="status">{copied === "yes" ? connector.webhook.copied : ""}</Unseen>
      </Field>
    </Card>
  );
}

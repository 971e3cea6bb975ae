import { styled } from "styled-components";
import type { MessageContent } from "../../agent/contract.ts";
import { color } from "../theme.tsx";
import { Card, CardTitle, Kind, Quiet } from "./rich-card.tsx";
import { useConversationWords } from "./words.ts";

type Form = Extract<MessageContent, { type: "form" }>;
type Answers = Extract<MessageContent, { type: "formResponse" }>;

const Fields = styled.dl`
  display: grid;
  gap: 8px;
  margin: 8px 0 0;
  dd {
    margin: 0;
  }
`;

const Blank = styled.dd`
  border: 1px solid ${color("border.default")};
  border-radius: 4px;
  padding: 4px 8px;
  color: ${color("foreground.subtle")};
`;

/** A form that was sent, or what the visitor answered to one. */
export function FormCard({ content }: { content: Form | Answers }) {
  const words = useConversationWords();
  const answered = content.type === "formResponse";
  return (
    <Card style={{ padding: "10px 12px", minWidth: "min(260px, 100%)" }}>
      <Kind icon={answered ? "check" : "form"}>
        {answered ? words.formResponse : words.form}
        {!answered && content.submitted && ` · ${words.formSubmitted}`}
      </Kind>
      <Fields>
        {answered
          ? content.fields.map(({ name, label, text, email, select }) => (
              <div key={name}>
                <Quiet as="dt">{label}</Quiet>
                <dd>
                  {text ?? email ?? (select?.map((option) => option.label).join(", ") || words.noAnswer)}
                </dd>
              </div>
            ))
          : content.fields.map(({ name, label, placeholder, options }) => (
              <div key={name}>
                <CardTitle as="dt">{label}</CardTitle>
                <Blank>
                  {options
                    ? words.formOptions(options.map((option) => option.label).join(", "))
                    : (placeholder ?? "…")}
                </Blank>
              </div>
            ))}
      </Fields>
    </Card>
  );
}

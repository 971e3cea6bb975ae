import { Button } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { styled } from "styled-components";
import type { Failure } from "../api.ts";
import { failureText } from "../failure.ts";
import { useTexts } from "../i18n.tsx";

/** How the last Update ended. A refusal is shown at its fields and beside the button, not as a banner. */
export type Result =
  | { readonly kind: "saved"; readonly createdGroups: readonly string[]; readonly complete: boolean }
  | { readonly kind: "unchecked" }
  | { readonly kind: "refused"; readonly count: number }
  | { readonly kind: "unreachable"; readonly host: string; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: Failure };

const Buttons = styled.div`
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  margin-top: 12px;
`;

export function ResultBanner({
  result,
  busy,
  retry,
  saveUnchecked,
}: {
  result: Result;
  busy: boolean;
  retry: () => void;
  saveUnchecked: () => void;
}) {
  const texts = useTexts();
  const { connector } = texts;
  switch (result.kind) {
    case "saved":
      return (
        <Alert type="success">
          <Alert.Title>{connector.saved}</Alert.Title>
          {result.createdGroups.length > 0
            ? connector.createdGroups(result.createdGroups.join(", "))
            : result.complete && connector.noGroupCreated}
        </Alert>
      );
    case "unchecked":
      return (
        <Alert type="warning">
          <Alert.Title>{connector.savedUnchecked}</Alert.Title>
          {connector.savedUncheckedText}
        </Alert>
      );
    case "refused":
      return null;
    case "unreachable":
      return (
        <Alert type="warning">
          <Alert.Title>{connector.unreachable(result.host)}</Alert.Title>
          {connector.unreachableText}
          {result.detail !== "" && <div>{connector.unreachableDetail(result.detail)}</div>}
          <Buttons>
            <Button size="small" onClick={retry} aria-disabled={busy}>
              {texts.tryAgain}
            </Button>
            <Button size="small" onClick={saveUnchecked} aria-disabled={busy}>
              {connector.saveUnchecked}
            </Button>
          </Buttons>
        </Alert>
      );
    case "failed":
      return <Alert type="error">{failureText(texts, result.failure)}</Alert>;
  }
}

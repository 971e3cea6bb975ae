import { Button } from "@zendeskgarden/react-buttons";
import { Spinner } from "@zendeskgarden/react-loaders";
import { Alert } from "@zendeskgarden/react-notifications";
import type { ReactNode } from "react";
import { styled } from "styled-components";
import type { ApiFailure } from "../api.ts";
import { useWords, type Words } from "../i18n.ts";
import { color } from "../theme.tsx";

/** A failure in a sentence to show. */
export function failureText(failure: ApiFailure, words: Words): string {
  switch (failure.kind) {
    case "refused":
    case "missing":
      return failure.message;
    case "unreachable":
      return words.unreachable;
    case "unexpected":
      return words.unexpected;
  }
}

const Centred = styled.div`
  display: flex;
  flex: 1;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 12px;
  box-sizing: border-box;
  min-height: 240px;
  padding: 24px;
  text-align: center;
`;

const Hint = styled.p`
  max-width: 320px;
  margin: 0;
  color: ${color("foreground.subtle")};
  text-wrap: balance;
`;

const Head = styled.p`
  margin: 0;
  font-size: 16px;
  font-weight: 600;
`;

/** Says why there is nothing to see here. */
export function Nothing({
  title,
  hint,
  icon,
  children,
}: {
  title: string;
  hint?: string;
  icon?: ReactNode;
  /** The way on from here. */
  children?: ReactNode;
}) {
  return (
    <Centred>
      {icon}
      <Head>{title}</Head>
      {hint && <Hint>{hint}</Hint>}
      {children}
    </Centred>
  );
}

export function Waiting() {
  const words = useWords();
  return (
    <Centred role="status">
      <Spinner size="32" delayMS={250} aria-label={words.loading} />
    </Centred>
  );
}

/** What went wrong and a way to try it again. */
export function Failure({ failure, retry }: { failure: ApiFailure; retry: () => void }) {
  const words = useWords();
  return (
    <Centred>
      <Alert type="error" role="alert">
        {failureText(failure, words)}
      </Alert>
      <Button onClick={retry}>{words.tryAgain}</Button>
    </Centred>
  );
}

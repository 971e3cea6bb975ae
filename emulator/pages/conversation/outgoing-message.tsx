import { Button } from "@zendeskgarden/react-buttons";
import { Progress } from "@zendeskgarden/react-loaders";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { failureText } from "../shell/states.tsx";
import { color } from "../theme.tsx";
import { Bubble } from "./bubble.tsx";
import { FileChip } from "./file-chip.tsx";
import { FormattedText } from "./formatted-text.tsx";
import type { Outgoing } from "./outbox.ts";
import { Prepared } from "./prepared.tsx";

const Row = styled.div`
  display: flex;
  flex-direction: column;
  align-items: flex-end;
  gap: 4px;
  margin: 12px 40px 0;
`;

const State = styled.div<{ $bad: boolean }>`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: flex-end;
  gap: 0 12px;
  color: ${({ $bad, theme }) => color($bad ? "foreground.danger" : "foreground.subtle")({ theme })};
  font-size: 12px;
`;

/** A reply on its way, with how far it is, or why it did not leave and what to do. */
export function OutgoingMessage({
  reply,
  retry,
  discard,
}: {
  reply: Outgoing;
  retry: () => void;
  discard: () => void;
}) {
  const words = useWords();
  const { failure, text, html, contents, files, part } = reply;
  const percent = Math.round(part * 100);
  const uploading = files.length > 0 && percent < 100;
  const progress = uploading ? words.sendingPart(percent) : words.sending;
  return (
    <Row data-state={failure ? "failed" : "sending"}>
      {text && (
        <Bubble $side="end" style={{ opacity: failure ? 1 : 0.7 }}>
          {html ? <FormattedText html={html} /> : text}
        </Bubble>
      )}
      {contents.map((content, index) => (
        <Prepared key={`${index} ${content.type}`} content={content} />
      ))}
      {files.map((file, index) => (
        <FileChip key={`${index} ${file.name}`} file={file} />
      ))}
      {uploading && !failure && (
        <Progress value={percent} size="small" aria-label={words.sending} style={{ width: 160 }} />
      )}
      <State $bad={failure !== undefined} role={failure ? "alert" : undefined}>
        {failure ? `${words.notSent} ${failureText(failure, words)}` : progress}
        {failure && (
          <span>
            <Button size="small" isBasic onClick={retry}>
              {words.tryAgain}
            </Button>
            <Button size="small" isBasic isNeutral onClick={discard}>
              {words.discard}
            </Button>
          </span>
        )}
      </State>
    </Row>
  );
}

import type { Upload } from "../core/view.ts";
import { formatSize } from "../i18n/strings.ts";
import { useSurroundings } from "./context.ts";
import { AlertIcon, CloseIcon, FileIcon } from "./icons.tsx";

/** A file on its way, with its progress or what went wrong. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { strings, language, chat } = useSurroundings();
  const percent = Math.round(upload.progress * 100);
  const failed = upload.problem !== undefined;
  return (
    <div class="message upload" data-author="visitor" data-state={failed ? "failed" : "sending"}>
      <div class="card">
        <span class="card-sign">
          <FileIcon />
        </span>
        <span class="card-words">
          <span class="card-name">{upload.name}</span>
          {failed ? (
            <span class="card-facts">{formatSize(upload.size, language)}</span>
          ) : (
            <progress value={upload.progress} max={1} aria-label={strings.uploading(upload.name, percent)} />
          )}
        </span>
        {failed ? null : (
          <button
            type="button"
            class="icon-button"
            aria-label={strings.cancelUpload(upload.name)}
            onClick={() => chat.removeUpload(upload.id)}
          >
            <CloseIcon />
          </button>
        )}
      </div>
      {failed ? (
        <div class="state state-trouble" role="alert">
          <span class="trouble">
            <AlertIcon /> {strings.states.rejected}. {upload.problem}
          </span>
          <button type="button" class="text-button" onClick={() => chat.retryUpload(upload.id)}>
            {strings.retry}
          </button>
          <button type="button" class="text-button" onClick={() => chat.removeUpload(upload.id)}>
            {strings.remove}
          </button>
        </div>
      ) : null}
    </div>
  );
}

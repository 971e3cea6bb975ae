import { useState } from "preact/hooks";
import type { WireMessage } from "../../../src/protocol/chat.ts";
import { formatSize } from "../i18n/strings.ts";
import { useSurroundings } from "./context.ts";
import { DownloadIcon, FileIcon } from "./icons.tsx";

type FileContent = Extract<WireMessage["content"], { type: "file" }>;

/** A picture in place or a card to download; its address is renewed when it is old or does not work. */
export function FileMessage({ file }: { file: FileContent }) {
  return (
    <>
      {file.image ? <Picture file={file} /> : <Card file={file} />}
      {file.caption === undefined ? null : <p class="caption">{file.caption}</p>}
    </>
  );
}

function useAddress(file: FileContent) {
  const { links } = useSurroundings();
  const [renewed, setRenewed] = useState<string>();
  const renew = async (): Promise<string> => {
    const url = await links.renew(file.fileId);
    setRenewed(url);
    return url;
  };
  return { url: renewed ?? links.latest(file.fileId) ?? file.url, renew };
}

/** Renews an old address as soon as someone reaches for it, and at the latest when it is used. */
function useFreshLink(file: FileContent) {
  const { links } = useSurroundings();
  const { url, renew } = useAddress(file);
  const [failed, setFailed] = useState(false);
  const follow = async (): Promise<void> => {
    try {
      const anchor = document.createElement("a");
      anchor.href = await renew();
      anchor.target = "_blank";
      anchor.rel = "noopener noreferrer";
      if (!file.image) anchor.download = file.name;
      setFailed(false);
      anchor.click();
    } catch {
      setFailed(true);
    }
  };
  const reach = (): void => {
    // A failure here is not worth a word: the click asks again and says so.
    if (links.isStale(file.fileId)) renew().catch(() => undefined);
  };
  const anchor = {
    href: url,
    target: "_blank",
    rel: "noopener noreferrer",
    onPointerEnter: reach,
    onFocus: reach,
    onClick: (event: Event) => {
      if (!links.isStale(file.fileId)) return;
      event.preventDefault();
      void follow();
    },
  };
  return { anchor, failed };
}

function Picture({ file }: { file: FileContent }) {
  const { strings } = useSurroundings();
  const { url, renew } = useAddress(file);
  const { anchor, failed } = useFreshLink(file);
  const [state, setState] = useState<"fresh" | "renewed" | "missing">("fresh");
  const tryAgain = (): void => {
    renew().then(
      () => setState("renewed"),
      () => setState("missing"),
    );
  };
  if (state === "missing" || failed) {
    return (
      <p class="missing">
        {strings.imageMissing}{" "}
        <button type="button" class="text-button" onClick={tryAgain}>
          {strings.tryAgain}
        </button>
      </p>
    );
  }
  return (
    <a class="picture" aria-label={strings.openImage(file.name)} {...anchor}>
      <img
        src={url}
        alt={file.caption ?? file.name}
        decoding="async"
        onError={() => (state === "fresh" ? tryAgain() : setState("missing"))}
      />
    </a>
  );
}

function Card({ file }: { file: FileContent }) {
  const { strings, language } = useSurroundings();
  const { anchor, failed } = useFreshLink(file);
  const facts = [kindOf(file), file.size === undefined ? undefined : formatSize(file.size, language)];
  return (
    <>
      <a class="card" download={file.name} {...anchor}>
        <span class="card-sign">
          <FileIcon />
        </span>
        <span class="card-words">
          <span class="unseen">{strings.download}</span> <span class="card-name">{file.name}</span>{" "}
          <span class="card-facts">{facts.filter((fact) => fact !== undefined).join(" · ")}</span>
        </span>
        <DownloadIcon />
      </a>
      {failed ? (
        <p class="missing" role="alert">
          {strings.fileMissing}
        </p>
      ) : null}
    </>
  );
}

/** "PDF", "DOCX": what people call it, from the name's ending, else from the media type. */
function kindOf({ name, mediaType }: FileContent): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return (ending ?? mediaType.split("/").at(-1)?.split(/[+;.]/)[0] ?? "").toUpperCase();
}

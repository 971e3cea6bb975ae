import { Anchor } from "@zendeskgarden/react-buttons";
import { safeUrl } from "../safe-url.ts";
import { splitAtAddresses } from "./web-addresses.ts";

/** Text as it was written, with its web addresses made into links. */
export function LinkedText({ text }: { text: string }) {
  return splitAtAddresses(text).map((part, index) => {
    const href = part.isAddress && safeUrl(part.text);
    if (!href) return part.text;
    return (
      // The parts have no identity but their place.
      <Anchor key={`${index} ${href}`} href={href} target="_blank" rel="noopener noreferrer">
        {part.text}
      </Anchor>
    );
  });
}

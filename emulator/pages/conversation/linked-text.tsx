import { Anchor } from "@zendeskgarden/react-buttons";
import { safeUrl } from "../safe-url.ts";

/** Text as it was written, with its web addresses made into links. */
export function LinkedText({ text }: { text: string }) {
  // Splitting by one captured group puts the addresses at the odd places.
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’])/giu).map((part, index) => {
    const href = index % 2 === 1 && safeUrl(part);
    if (!href) return part;
    return (
      // The parts have no identity but their place.
      <Anchor key={`${index} ${part}`} href={href} target="_blank" rel="noopener noreferrer">
        {part}
      </Anchor>
    );
  });
}

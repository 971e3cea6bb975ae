import { useState } from "react";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { safeUrl } from "../safe-url.ts";

/** Pixels across. */
const sizes = { extrasmall: 24, small: 32, medium: 40 } as const;

/** Plain, since lists and conversations show many. White letters and icons are legible on both colours. */
const Round = styled.span`
  display: grid;
  flex-shrink: 0;
  place-items: center;
  width: 32px;
  height: 32px;
  overflow: hidden;
  border-radius: 50%;
  background: #3d6b6d;
  color: #fff;
  font-size: 14px;
  font-weight: 600;
  line-height: 1;
  &[data-bot] {
    background: #8a3fa8;
  }
  img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
`;

/** A person's picture, else the first letters of the name; for the bot its icon. Decoration beside a name. */
export function Face({
  name,
  avatarUrl,
  size = "small",
  bot = false,
}: {
  name: string;
  avatarUrl?: string | undefined;
  size?: keyof typeof sizes;
  bot?: boolean;
}) {
  const picture = avatarUrl && safeUrl(avatarUrl);
  const [broken, setBroken] = useState(false);
  const across = sizes[size];
  const small = across !== 32 && { width: across, height: across, fontSize: across < 32 ? 11 : 14 };
  return (
    <Round aria-hidden data-bot={bot || undefined} {...(small && { style: small })}>
      {picture && !broken ? (
        <img src={picture} alt="" onError={() => setBroken(true)} />
      ) : bot ? (
        <Icon name="robot" />
      ) : (
        initials(name)
      )}
    </Round>
  );
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ""].map(
    (part) => Array.from(part ?? "")[0] ?? "",
  );
  return letters.join("").toUpperCase();
}

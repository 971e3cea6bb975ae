import { Avatar } from "@zendeskgarden/react-avatars";
import { Icon } from "../icons.tsx";
import { safeUrl } from "../safe-url.ts";

// White letters and icons are legible on both.
const PERSON = "#3d6b6d";
const BOT = "#8a3fa8";

/** A person's picture, else the first letters of the name; for the bot its icon. Decoration beside a name. */
export function Face({
  name,
  avatarUrl,
  size = "small",
  bot = false,
}: {
  name: string;
  avatarUrl?: string | undefined;
  size?: "extrasmall" | "small" | "medium";
  bot?: boolean;
}) {
  const picture = avatarUrl && safeUrl(avatarUrl);
  const inside = picture ? (
    <img src={picture} alt="" />
  ) : bot ? (
    <Icon name="robot" />
  ) : (
    <Avatar.Text>{initials(name)}</Avatar.Text>
  );
  return (
    <Avatar
      size={size}
      backgroundColor={bot ? BOT : PERSON}
      foregroundColor="#fff"
      style={{ flexShrink: 0 }}
      aria-hidden
    >
      {inside}
    </Avatar>
  );
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ""].map(
    (part) => Array.from(part ?? "")[0] ?? "",
  );
  return letters.join("").toUpperCase();
}

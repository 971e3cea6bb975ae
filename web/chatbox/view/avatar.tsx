import { useState } from "preact/hooks";
import type { Item } from "../core/view.ts";
import { initialsOf } from "./groups.ts";
import { BotIcon, ChatIcon } from "./icons.tsx";

/** Decoration beside a name: a picture where there is one, else initials; the bot has a sign of its own. */
export function Avatar({ author }: { author: Item["author"] }) {
  const [broken, setBroken] = useState<string>();
  if (author.type === "bot") {
    return (
      <span class="avatar avatar-bot" aria-hidden="true">
        <BotIcon />
      </span>
    );
  }
  if (author.type !== "operator") return null;
  if (author.automatic === true) {
    return (
      <span class="avatar avatar-automatic" aria-hidden="true">
        <ChatIcon />
      </span>
    );
  }
  const { name, avatarUrl } = author;
  return (
    <span class="avatar" aria-hidden="true">
      {avatarUrl === undefined || avatarUrl === broken ? (
        initialsOf(name)
      ) : (
        <img src={avatarUrl} alt="" onError={() => setBroken(avatarUrl)} />
      )}
    </span>
  );
}

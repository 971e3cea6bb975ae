import check from "@zendeskgarden/svg-icons/src/16/check-lg-stroke.svg?raw";
import copy from "@zendeskgarden/svg-icons/src/16/copy-stroke.svg?raw";
import exit from "@zendeskgarden/svg-icons/src/16/exit-stroke.svg?raw";
import globe from "@zendeskgarden/svg-icons/src/16/globe-stroke.svg?raw";
import menu from "@zendeskgarden/svg-icons/src/16/menu-stroke.svg?raw";
import moon from "@zendeskgarden/svg-icons/src/16/moon-stroke.svg?raw";
import open from "@zendeskgarden/svg-icons/src/16/new-window-stroke.svg?raw";
import plus from "@zendeskgarden/svg-icons/src/16/plus-stroke.svg?raw";
import chat from "@zendeskgarden/svg-icons/src/16/speech-bubble-conversation-stroke.svg?raw";
import sun from "@zendeskgarden/svg-icons/src/16/sun-stroke.svg?raw";
import trash from "@zendeskgarden/svg-icons/src/16/trash-stroke.svg?raw";
import group from "@zendeskgarden/svg-icons/src/16/user-group-stroke.svg?raw";
import close from "@zendeskgarden/svg-icons/src/16/x-stroke.svg?raw";
import type { SVGAttributes } from "react";

const drawings = { chat, check, close, copy, exit, globe, group, menu, moon, open, plus, sun, trash };

/** One of Garden's icons, inline so that it takes the colour of its text. Always decoration. */
export function Icon({ name, ...props }: { name: keyof typeof drawings } & SVGAttributes<SVGSVGElement>) {
  // Garden's own markup, bundled at build time.
  const drawing = { __html: drawings[name].replace(/^\s*<svg[^>]*>|<\/svg>\s*$/gu, "") };
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      focusable="false"
      aria-hidden="true"
      {...props}
      dangerouslySetInnerHTML={drawing}
    />
  );
}

import back from "@zendeskgarden/svg-icons/src/16/arrow-left-stroke.svg?raw";
import bold from "@zendeskgarden/svg-icons/src/16/bold-fill.svg?raw";
import robot from "@zendeskgarden/svg-icons/src/16/bot-sparkle-stroke.svg?raw";
import check from "@zendeskgarden/svg-icons/src/16/check-lg-stroke.svg?raw";
import chevron from "@zendeskgarden/svg-icons/src/16/chevron-down-stroke.svg?raw";
import form from "@zendeskgarden/svg-icons/src/16/clipboard-list-stroke.svg?raw";
import copy from "@zendeskgarden/svg-icons/src/16/copy-stroke.svg?raw";
import download from "@zendeskgarden/svg-icons/src/16/download-stroke.svg?raw";
import file from "@zendeskgarden/svg-icons/src/16/file-generic-stroke.svg?raw";
import pdf from "@zendeskgarden/svg-icons/src/16/file-pdf-stroke.svg?raw";
import gear from "@zendeskgarden/svg-icons/src/16/gear-stroke.svg?raw";
import globe from "@zendeskgarden/svg-icons/src/16/globe-stroke.svg?raw";
import home from "@zendeskgarden/svg-icons/src/16/home-stroke.svg?raw";
import inbox from "@zendeskgarden/svg-icons/src/16/inbox-stroke.svg?raw";
import italic from "@zendeskgarden/svg-icons/src/16/italic-fill.svg?raw";
import bolt from "@zendeskgarden/svg-icons/src/16/lightning-bolt-stroke.svg?raw";
import link from "@zendeskgarden/svg-icons/src/16/link-stroke.svg?raw";
import bullets from "@zendeskgarden/svg-icons/src/16/list-bullet-stroke.svg?raw";
import numbers from "@zendeskgarden/svg-icons/src/16/list-number-stroke.svg?raw";
import pin from "@zendeskgarden/svg-icons/src/16/location-stroke.svg?raw";
import code from "@zendeskgarden/svg-icons/src/16/markup-stroke.svg?raw";
import menu from "@zendeskgarden/svg-icons/src/16/menu-stroke.svg?raw";
import notify from "@zendeskgarden/svg-icons/src/16/notification-stroke.svg?raw";
import paperclip from "@zendeskgarden/svg-icons/src/16/paperclip.svg?raw";
import plus from "@zendeskgarden/svg-icons/src/16/plus-stroke.svg?raw";
import apps from "@zendeskgarden/svg-icons/src/16/puzzle-piece-stroke.svg?raw";
import help from "@zendeskgarden/svg-icons/src/16/question-mark-stroke.svg?raw";
import chat from "@zendeskgarden/svg-icons/src/16/speech-bubble-conversation-stroke.svg?raw";
import star from "@zendeskgarden/svg-icons/src/16/star-stroke.svg?raw";
import inspect from "@zendeskgarden/svg-icons/src/16/terminal-window-stroke.svg?raw";
import trash from "@zendeskgarden/svg-icons/src/16/trash-stroke.svg?raw";
import person from "@zendeskgarden/svg-icons/src/16/user-circle-stroke.svg?raw";
import people from "@zendeskgarden/svg-icons/src/16/user-group-stroke.svg?raw";
import muted from "@zendeskgarden/svg-icons/src/16/volume-muted-stroke.svg?raw";
import sounding from "@zendeskgarden/svg-icons/src/16/volume-unmuted-stroke.svg?raw";
import remove from "@zendeskgarden/svg-icons/src/16/x-stroke.svg?raw";
import type { SVGAttributes } from "react";

const drawings = {
  copy,
  home,
  menu,
  people,
  plus,
  apps,
  trash,
  back,
  bold,
  bolt,
  bullets,
  check,
  code,
  form,
  help,
  italic,
  link,
  notify,
  numbers,
  pin,
  star,
  chat,
  chevron,
  download,
  file,
  gear,
  globe,
  inbox,
  inspect,
  muted,
  paperclip,
  pdf,
  person,
  remove,
  robot,
  sounding,
};

/** One of Garden's icons, drawn inline so that it takes the colour of its text. Always decoration. */
export function Icon({ name, ...props }: { name: keyof typeof drawings } & SVGAttributes<SVGSVGElement>) {
  // The markup is Garden's own, bundled at build time.
  const drawing = { __html: drawings[name].replace(/^\s*<svg[^>]*>|<\/svg>\s*$/g, "") };
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

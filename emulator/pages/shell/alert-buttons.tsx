import { IconButton } from "@zendeskgarden/react-buttons";
import { useState } from "react";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useRemembered } from "../remembered.ts";
import { askForDesktop, canAskForDesktop } from "./desktop-notifications.ts";

/** Whether messages arrive without a sound, and the button that changes it. */
export function useSound() {
  const words = useWords();
  const [sound, remember] = useRemembered("emulator.sound");
  const off = sound === "off";
  const label = off ? words.soundOff : words.soundOn;
  const button = (
    <IconButton size="small" aria-label={label} title={label} onClick={() => remember(off ? "on" : "off")}>
      <Icon name={off ? "muted" : "sounding"} />
    </IconButton>
  );
  return { off, button };
}

/** Asks for the system's own notifications; gone once the person has answered. */
export function DesktopButton() {
  const words = useWords();
  const [asking, setAsking] = useState(canAskForDesktop);
  if (!asking) return null;
  return (
    <IconButton
      size="small"
      aria-label={words.allowDesktop}
      title={words.allowDesktop}
      onClick={() => void askForDesktop().then(() => setAsking(canAskForDesktop()))}
    >
      <Icon name="notify" />
    </IconButton>
  );
}

/** Whether the browser knows notifications and the person has not said yet what they want. */
export const canAskForDesktop = (): boolean =>
  "Notification" in window && Notification.permission === "default";

export async function askForDesktop(): Promise<void> {
  await Notification.requestPermission();
}

/** The system's own notification, while the page is hidden; one for each `tag`. A click brings the page back. */
export function notifyDesktop(shown: { title: string; body: string; tag: string; open: () => void }): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  try {
    const notification = new Notification(shown.title, { body: shown.body, tag: shown.tag });
    notification.addEventListener("click", () => {
      window.focus();
      shown.open();
      notification.close();
    });
  } catch {
    // Browsers on phones show them from service workers only; the toast is there in any case.
  }
}

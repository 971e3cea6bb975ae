/** Drawings of our own on a 20-unit grid; all are decoration, the words stand beside or in a label. */
function Icon({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

export const SendIcon = () => <Icon path="M10 16V4.5M5 9.2 10 4.2l5 5" />;
export const AttachIcon = () => (
  <Icon path="m16.4 9.3-6.6 6.6a4.1 4.1 0 0 1-5.8-5.8l7-7a2.7 2.7 0 0 1 3.9 3.8l-7 7a1.4 1.4 0 0 1-2-1.9l6.5-6.5" />
);
export const CloseIcon = () => <Icon path="m5 5 10 10M15 5 5 15" />;
export const MinimiseIcon = () => <Icon path="m5 8 5 5 5-5" />;
export const LeaveIcon = () => (
  <Icon size={16} path="M12.5 6V4.5h-8v11h8V14M9 10h8m-2.8-2.8L17 10l-2.8 2.8" />
);
export const DownIcon = () => <Icon size={16} path="M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5" />;
export const DownloadIcon = () => <Icon path="M10 3.5v9M6 9l4 4 4-4M4 16.5h12" />;
export const FileIcon = () => <Icon path="M11.5 2.8H5.8v14.4h8.8V6zM11.5 2.8V6h3.1" />;
export const AlertIcon = () => (
  <Icon size={16} path="M10 6.2v4.6m0 2.9v.1M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4" />
);
export const BotIcon = () => (
  <Icon path="M10 3v2.6M4 8.2c0-1.4 1.2-2.6 2.6-2.6h6.8c1.4 0 2.6 1.2 2.6 2.6v4.6c0 1.4-1.2 2.6-2.6 2.6H6.6A2.6 2.6 0 0 1 4 12.8zM7.6 9.6v1.4M12.4 9.6v1.4" />
);
export const PersonIcon = () => (
  <Icon path="M10 10.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8M3.8 16.8c.5-2.7 3-4.3 6.2-4.3s5.7 1.6 6.2 4.3" />
);
export const ChatIcon = () => (
  <Icon
    size={28}
    path="M3.5 9.6c0-3.3 2.9-5.9 6.5-5.9s6.5 2.6 6.5 5.9-2.9 5.9-6.5 5.9c-.8 0-1.6-.1-2.3-.4l-3.3 1.1.9-2.7a5.6 5.6 0 0 1-1.8-3.9z"
  />
);

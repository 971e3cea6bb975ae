import {
  ColorSchemeProvider,
  DEFAULT_THEME,
  getColor,
  ThemeProvider,
  useColorScheme,
} from "@zendeskgarden/react-theming";
import type { ReactNode } from "react";
import { createGlobalStyle, type DefaultTheme } from "styled-components";

/** A colour of Garden's palette by its meaning, light or dark as the person prefers. */
export const color =
  (variable: string) =>
  ({ theme }: { theme: DefaultTheme }) =>
    getColor({ theme, variable });

/** Below this width the navigation is a menu. */
export const narrow = "@media (max-width: 839px)";

const Page = createGlobalStyle<{ theme: DefaultTheme }>`
  html {
    /* What has the focus is never under the bar or under the Update button. */
    scroll-padding: 72px 0 104px;
  }
  body {
    margin: 0;
    background: ${color("background.recessed")};
    color: ${color("foreground.default")};
    color-scheme: ${({ theme }) => theme.colors.base};
    font: 14px/20px ${({ theme }) => theme.fonts.system};
  }
  h1, h2, h3, p {
    margin: 0;
  }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after {
      animation-duration: 0s !important;
      transition-duration: 0s !important;
    }
  }
`;

function Schemed({ children }: { children: ReactNode }) {
  const { colorScheme } = useColorScheme();
  const theme = { ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, base: colorScheme } };
  return (
    <ThemeProvider theme={theme}>
      <Page theme={theme} />
      {children}
    </ThemeProvider>
  );
}

/** Garden's theme in the colours the system asks for, until the person chooses others. */
export function Theme({ children }: { children: ReactNode }) {
  return (
    <ColorSchemeProvider colorSchemeKey="console-colors">
      <Schemed>{children}</Schemed>
    </ColorSchemeProvider>
  );
}

import {
  ColorSchemeProvider,
  DEFAULT_THEME,
  getColor,
  type IGardenTheme,
  ThemeProvider,
  useColorScheme,
} from "@zendeskgarden/react-theming";
import type { ReactNode } from "react";
import { createGlobalStyle } from "styled-components";

type Themed = { theme: IGardenTheme };

/** A colour of Garden's palette by meaning, light or dark as the person prefers. */
export const color =
  (variable: string) =>
  ({ theme }: Themed) =>
    getColor({ theme, variable });

/** Below these widths the requester card becomes a drawer, and one column is shown at a time. */
export const media = { noCard: "(max-width: 1099px)", phone: "(max-width: 719px)" };

const Page = createGlobalStyle`
  body {
    margin: 0;
    background: ${(props) => color("background.default")(props)};
    color: ${(props) => color("foreground.default")(props)};
    color-scheme: ${({ theme }) => theme.colors.base};
    font: 14px/20px ${({ theme }) => theme.fonts.system};
  }
`;

function Schemed({ children }: { children: ReactNode }) {
  const { colorScheme } = useColorScheme();
  const theme = { ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, base: colorScheme } };
  return (
    <ThemeProvider theme={theme}>
      <Page />
      {children}
    </ThemeProvider>
  );
}

/** Garden's theme in the colours the system asks for. */
export function Theme({ children }: { children: ReactNode }) {
  return (
    <ColorSchemeProvider colorSchemeKey={null}>
      <Schemed>{children}</Schemed>
    </ColorSchemeProvider>
  );
}

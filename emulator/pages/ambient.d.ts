import type { IGardenTheme } from "@zendeskgarden/react-theming";

declare module "styled-components" {
  // Garden's components and ours share one theme object.
  export interface DefaultTheme extends IGardenTheme {}
}

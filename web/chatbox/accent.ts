/** Every colour derived from the channel's accent colour, each checked for contrast (WCAG 2.2, 1.4.3 and 1.4.11). */

export type Rgb = readonly [red: number, green: number, blue: number];

const white: Rgb = [255, 255, 255];
/** The surfaces of the two themes and the bubbles of others on them, as in `theme.css`. */
export const surfaces = { light: white, dark: [24, 26, 31] satisfies Rgb } as const;
export const bubbles = { light: [242, 243, 246], dark: [40, 43, 51] } satisfies Record<string, Rgb>;
const ink: Rgb = [17, 19, 24];
const fallback: Rgb = [31, 94, 255];

export function parseColour(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null) return fallback;
  const [, red = "", green = "", blue = ""] = match;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

/** 1 (the same) to 21 (black on white). */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function mix(colour: Rgb, other: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number =>
    Math.round(colour[index] + (other[index] - colour[index]) * share);
  return [part(0), part(1), part(2)];
}

/** The nearest shade of `colour` that reads on `surface` with at least `wanted` contrast. */
function readableOn(colour: Rgb, surface: Rgb, wanted: number): Rgb {
  const away = luminance(surface) > 0.18 ? ink : white;
  for (let step = 0; step <= 50; step += 1) {
    const shade = mix(colour, away, step / 50);
    if (contrast(shade, surface) >= wanted) return shade;
  }
  return away;
}

export interface Palette {
  /** Filled things: the visitor's bubbles, the send button. Stands out from the surface. */
  readonly fill: Rgb;
  /** Text on `fill`. */
  readonly onFill: Rgb;
  /** Links and text buttons, on the surface, on the tint and in others' bubbles. */
  readonly text: Rgb;
  /** A faint tint of the surface, for what is chosen or hovered. */
  readonly tint: Rgb;
}

export function paletteFor(accent: Rgb, theme: keyof typeof surfaces): Palette {
  const surface = surfaces[theme];
  const visible = readableOn(accent, surface, 3);
  // Middling colours are darkened a little for white text, which reads calmer than dark text on them.
  const takesWhite = contrast(white, visible) >= 3;
  const fill = takesWhite ? readableOn(visible, white, 4.5) : visible;
  const onFill = takesWhite ? white : ink;
  const tint = mix(surface, fill, theme === "light" ? 0.08 : 0.16);
  const text = [surface, tint, bubbles[theme]].reduce(
    (shade, under) => readableOn(shade, under, 4.5),
    accent,
  );
  return { fill, onFill, tint, text };
}

/** Sets `--fill-light`, `--fill-dark` and so on; the style sheet picks by colour scheme. */
export function applyAccent(style: CSSStyleDeclaration, accent: string): void {
  const colour = parseColour(accent);
  for (const theme of ["light", "dark"] as const) {
    const { fill, onFill, text, tint } = paletteFor(colour, theme);
    const set = (name: string, value: Rgb): void =>
      style.setProperty(`--${name}-${theme}`, `rgb(${value.join(" ")})`);
    set("fill", fill);
    set("on-fill", onFill);
    set("accent-text", text);
    set("tint", tint);
  }
}

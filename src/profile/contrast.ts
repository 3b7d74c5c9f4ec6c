/** Red, green and blue, each from 0 to 1 (sRGB). */
type Rgb = readonly [number, number, number];

const HEX = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** Normalizes a colour written with three or six hexadecimal digits to `#rrggbb`; undefined for any other text. */
export function toHex(text: string): string | undefined {
  const [, digits] = HEX.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const six = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return `#${six.toLowerCase()}`;
}

/** The contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(toRgb(one)), luminance(toRgb(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/**
 * Returns the colour of the same hue and saturation that is closest to a colour and has a contrast ratio of at least
 * `ratio` on a background: darker on a light background, lighter on a dark one. A colour that has it is returned as it
 * is.
 */
export function withContrast(color: string, background: string, ratio: number): string {
  if (contrast(color, background) >= ratio) return color;
  const isLight = luminance(toRgb(background)) > 0.18;
  const [hue, saturation, own] = toHsl(toRgb(color));
  // Black and white pass on any background on which a colour of this side can.
  let passing = isLight ? 0 : 1;
  let failing = isLight ? Math.max(own, 0) : Math.min(own, 1);
  for (let step = 0; step < 16; step++) {
    const middle = (passing + failing) / 2;
    if (contrast(fromHsl(hue, saturation, middle), background) >= ratio) passing = middle;
    else failing = middle;
  }
  return fromHsl(hue, saturation, passing);
}

function toRgb(hex: string): Rgb {
  const at = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16) / 255;
  return [at(1), at(3), at(5)];
}

/** Relative luminance, from 0 to 1 (WCAG 2.2). */
function luminance([red, green, blue]: Rgb): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Hue from 0 to 6, saturation and lightness from 0 to 1. */
function toHsl([red, green, blue]: Rgb): [hue: number, saturation: number, lightness: number] {
  const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)];
  const [span, lightness] = [most - least, (most + least) / 2];
  if (span === 0) return [0, 0, lightness];
  const saturation = span / (1 - Math.abs(2 * lightness - 1));
  if (most === red) return [((green - blue) / span + 6) % 6, saturation, lightness];
  return [most === green ? (blue - red) / span + 2 : (red - green) / span + 4, saturation, lightness];
}

function fromHsl(hue: number, saturation: number, lightness: number): string {
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const part = (offset: number) => {
    const place = (hue + offset) % 6;
    const share = Math.min(Math.max(Math.abs(place - 3) - 1, 0), 1);
    return lightness - chroma / 2 + chroma * share;
  };
  const hex = (value: number) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${[part(0), part(4), part(2)].map(hex).join('')}`;
}

/** A font that draws single characters which a template's own fonts lack. */
export interface Fallback {
  family: string;
  package: string;
}

/** A font of emoji, which is used where it is installed. */
export const EMOJI_FONT: Fallback = { family: 'Noto Emoji', package: '@fontsource/noto-emoji' };

/** The fonts that are tried, in this order, for characters that a template's own fonts lack. */
export const FALLBACKS: readonly Fallback[] = [
  { family: 'Open Sans', package: '@fontsource/open-sans' },
  { family: 'Noto Sans Symbols', package: '@fontsource/noto-sans-symbols' },
  { family: 'Noto Sans Math', package: '@fontsource/noto-sans-math' },
];

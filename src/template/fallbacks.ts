/** Fonts that step in, in this order, for characters that a template's own fonts lack. */
export const FALLBACKS: readonly { family: string; package: string }[] = [
  { family: 'Open Sans', package: '@fontsource/open-sans' },
  { family: 'Noto Sans Symbols', package: '@fontsource/noto-sans-symbols' },
  { family: 'Noto Sans Math', package: '@fontsource/noto-sans-math' },
];

import { findElements, replaceElements } from '../template/elements.js';
import type { FontLibrary, MissingGlyph } from '../template/fonts.js';
import type { TemplateOptions } from '../template/load.js';
import { textOfHtml } from '../template/render.js';

type Font = TemplateOptions['fonts'][number];

const FACES = ['400', '400 italic', '600'];

/** What stands for each kind of font that a page may name, where the one that it asks for cannot be loaded. */
const GENERIC: Readonly<Record<string, Font>> = {
  'sans-serif': { family: 'Source Sans 3', package: '@fontsource/source-sans-3', use: 'text', faces: FACES },
  serif: { family: 'Source Serif 4', package: '@fontsource/source-serif-4', use: 'text', faces: FACES },
  monospace: { family: 'JetBrains Mono', package: '@fontsource/jetbrains-mono', use: 'text', faces: ['400'] },
};

const KIND = /(?<![\w-])(sans-serif|serif|monospace)(?![\w-])/;

/** A font that a page brings along, whose name stays as it is; else the name of a font in a rule. */
const DECLARED =
  /@font-face(?:\s|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*\{(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^}"'])*(?:\}|$)|(font(?:-family)?\s*:)([^;}]*)/gi;

/** Dashes, quotes and bullets that a style may add. */
const ADDED = '•·–—“”‘’…';

/**
 * A theme's page with the fonts of this package for those that it would load: it looks the same on every machine, and
 * every script that a package is installed for is there.
 *
 * @param html a page that begins with its doctype
 * @param said what the profile says: of what the theme adds by itself, nobody can mend what no font has
 */
export async function withFonts(
  html: string,
  fonts: FontLibrary,
  locale: string | undefined,
  said: string,
): Promise<{ html: string; missing: MissingGlyph[] }> {
  const styles = findElements(html, 'style')
    .map(({ content }) => content)
    .join('\n');
  // What names no font is set in the serif one of the browser.
  const kinds = new Set(['serif', 'sans-serif', ...(styles.match(new RegExp(KIND, 'g')) ?? [])]);
  const used = [...kinds].flatMap((kind) => GENERIC[kind] ?? []);
  const text = textOfHtml(replaceElements(html, 'style|script|title', () => ' ')) + ADDED;
  const { css, fallbacks, missing } = await fonts.cssFor(used, text, '', { locale });
  const others = fallbacks.map((family) => `,"${family}"`).join('');
  const familyOf = (kind: string) => `"${GENERIC[kind]?.family}"${others}`;
  const styled = replaceElements(html, 'style', ({ start, content, end }) => {
    const named = content.replace(DECLARED, (whole, name: string | undefined, value: string) => {
      if (name === undefined) return whole;
      if (KIND.test(value)) return name + value.replace(KIND, (kind) => `${familyOf(kind)},${kind}`);
      // An icon has a font of its own, and a word such as "inherit" stands alone.
      if (!/family/i.test(name) || /^\s*(inherit|initial|unset|revert)/i.test(value)) return whole;
      const declared = value.slice(0, /!important\s*$/i.exec(value)?.index).trimEnd();
      return `${name}${declared},${familyOf('sans-serif')}${value.slice(declared.length)}`;
    });
    return `${start}${named}${end}`;
  });
  const base = `<style>${css}\nhtml{font-family:${familyOf('serif')},serif}</style>`;
  return {
    html: styled.replace(/<!doctype[^<>]*>(?:<meta[^<>]*>)+/i, (start) => start + base),
    missing: missing.filter(({ character }) => said.includes(character)),
  };
}

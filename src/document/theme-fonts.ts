import { findElements, replaceElements } from '../template/elements.js';
import type { FontLibrary, MissingGlyph } from '../template/fonts.js';
import type { TemplateOptions } from '../template/load.js';
import { textOfHtml } from '../template/render.js';

type Font = TemplateOptions['fonts'][number];

const FACES = ['400', '400 italic', '600'];

/** The substitute for each generic font family of a page, for fonts that cannot be loaded. */
const GENERIC: Readonly<Record<string, Font>> = {
  'sans-serif': { family: 'Source Sans 3', package: '@fontsource/source-sans-3', use: 'text', faces: FACES },
  serif: { family: 'Source Serif 4', package: '@fontsource/source-serif-4', use: 'text', faces: FACES },
  monospace: { family: 'JetBrains Mono', package: '@fontsource/jetbrains-mono', use: 'text', faces: ['400'] },
};

const KIND = /(?<![\w-])(sans-serif|serif|monospace)(?![\w-])/;

/** Matches a font that a page embeds, whose name is kept, or a font declaration in a rule. */
const DECLARED =
  /@font-face(?:\s|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*\{(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^}"'])*(?:\}|$)|(font(?:-family)?\s*:)([^;}]*)/gi;

/** Dashes, quotes and bullets that a style may add. */
const ADDED = '•·–—“”‘’…';

/**
 * Replaces the fonts that a theme's page would load by those of this package, so that it looks the same on every
 * machine and supports every script with an installed package.
 *
 * @param html a page that begins with its doctype
 * @param said the texts of the profile; missing characters that the theme itself adds are not reported, since nobody
 * can fix them
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
  // Text without a declared font uses the browser's serif font.
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
      // Icons have fonts of their own, and keywords such as "inherit" cannot be combined with other names.
      if (!/family/i.test(name) || /^\s*(inherit|initial|unset|revert)/i.test(value)) return whole;
      const declared = value.slice(0, /!important\s*$/i.exec(value)?.index).trimEnd();
      return `${name}${declared},${familyOf('sans-serif')}${value.slice(declared.length)}`;
    });
    return `${start}${named}${end}`;
  });
  const base = `<style>${css}\nhtml{font-family:${familyOf('serif')},serif}</style>`;
  return {
    html: afterPrologue(styled, base),
    missing: missing.filter(({ character }) => said.includes(character)),
  };
}

/** Inserts HTML after the doctype and the meta elements that follow it; a page without these stays as it is. */
function afterPrologue(html: string, added: string): string {
  const doctype = /<!doctype[^<>]*>/i.exec(html);
  if (!doctype) return html;
  const start = doctype.index + doctype[0].length;
  const meta = /<meta[^<>]*>/iy;
  let end = start;
  for (meta.lastIndex = start; meta.test(html); ) end = meta.lastIndex;
  return end === start ? html : html.slice(0, end) + added + html.slice(end);
}

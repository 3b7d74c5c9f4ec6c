import { countryName, languageName } from '../content/locale.js';
import { parseInline } from '../content/markup.js';
import { DossierError, type Problem } from '../errors.js';
import { toJsonResume } from '../formats/jsonresume.js';
import { once } from '../memo.js';
import { leavesNoRoom } from '../print/launch.js';
import { printedProfile } from '../profile/documents.js';
import type { Profile } from '../profile/schema.js';
import type { FontLibrary, MissingGlyph } from '../template/fonts.js';
import { findElements, replaceElements } from '../template/html.js';
import type { TemplateOptions } from '../template/load.js';
import { paperFor } from '../template/page.js';
import { textOfHtml } from '../template/render.js';
import type { Pictures } from '../template/view.js';
import type { Theme } from '../themes/find.js';
import { resumeFor, unshown } from '../themes/resume.js';
import type { ThemedPage, ThemeStore } from '../themes/store.js';
import { finisher } from './finisher.js';
import type { Services } from './model.js';
import { claimWarnings, type Finish, type Sheets } from './sheet.js';

/** The maximum number of addresses that one warning names. */
const MOST_NAMED = 8;

/** A résumé in a JSON Resume theme: the theme makes the page and chooses its paper. */
export class ThemedSheet {
  readonly #theme: Theme;
  readonly #themes: ThemeStore;
  readonly #profile: Profile;
  readonly #pictures: Pictures;
  readonly #services: Services;
  readonly #page = once(() => this.#make());

  constructor(theme: Theme, themes: ThemeStore, profile: Profile, pictures: Pictures, services: Services) {
    this.#theme = theme;
    this.#themes = themes;
    this.#profile = profile;
    this.#pictures = pictures;
    this.#services = services;
  }

  /** @throws DossierError THEME_FAILED */
  async render(): Promise<{ html: string; missing: MissingGlyph[] }> {
    return this.#render();
  }

  #render(): Promise<ThemedPage & { missing: MissingGlyph[] }> {
    return this.#page();
  }

  async #make(): Promise<ThemedPage & { missing: MissingGlyph[] }> {
    const resume = { ...toJsonResume(printedProfile(this.#profile)) };
    const locale = this.#profile.meta?.locale || 'en';
    const given = resumeFor(resume, this.#pictures, {
      plain: (text) => parseInline(text).plain,
      country: (code) => countryName(code, locale) ?? code,
      language: (code) => languageName(code, locale),
    });
    const page = await this.#themes.render(this.#theme, given);
    return {
      ...page,
      ...(await withFonts(page.html, this.#services.fonts, this.#profile.meta?.locale, JSON.stringify(given))),
    };
  }

  /** Warnings about the theme that apply to all formats. */
  async warnings(): Promise<Problem[]> {
    const { name } = this.#theme;
    const page = await this.#render();
    const ignored = this.#themes.news(this.#theme, page.ignored);
    const refused = this.#themes.news(
      this.#theme,
      page.refused.filter((address) => !isElsewhere(address)),
    );
    const hidden = unshown(this.#profile);
    return [
      ...(hidden.length > 0
        ? [warning(`the theme ${name} supports only JSON Resume, so it may omit ${hidden.join(', ')}`)]
        : []),
      ...(ignored.length > 0
        ? [warning(`these pdfRenderOptions of the theme ${name} are ignored: ${ignored.join(', ')}`)]
        : []),
      ...(refused.length > 0
        ? [
            {
              ...warning(`these addresses are removed from the page of the theme ${name}: ${listed(refused)}`),
              hint: 'links can use http, https, mailto and tel, or point to the page itself',
            },
          ]
        : []),
    ];
  }

  /**
   * Prints the document on the paper that the theme chooses, and finishes it.
   *
   * @param name the name used in messages
   */
  async print(name: string, target: number | undefined, finish: Finish): Promise<Sheets> {
    const { html, paper, refused } = await this.#render();
    const { printer, signal } = this.#services;
    const { page, locale } = this.#profile.meta ?? {};
    const isSized = paper.format !== undefined || (paper.width !== undefined && paper.height !== undefined);
    const blocked = new Set<string>();
    const printing = printer.print({
      html,
      name,
      group: `theme ${this.#theme.name}`,
      signal,
      paper: isSized ? paper : { ...paper, format: paperFor(page?.size, locale, { paper: 'a4' }) },
      blocked: (address) => blocked.add(address),
    });
    const finishing = this.#services.finisher ?? finisher;
    finishing.warm();
    const pdf = await printing.catch((error: unknown) => {
      throw leavesNoRoom(error) ? this.#tooTight(error) : error;
    });
    const printed = { pdf, name, headings: [], isForeign: true };
    finish.printed?.();
    const { bytes, pages, dropped, shortfall } = await finishing.finish(printed, finish.info, finish.files);
    return {
      bytes,
      pages,
      warnings: [
        ...this.#unfitted(target),
        ...claimWarnings(shortfall),
        ...this.#disarmed(dropped),
        ...this.#unloaded([...blocked, ...refused.filter(isElsewhere)]),
      ],
    };
  }

  #tooTight(cause: unknown): DossierError {
    const { name, version } = this.#theme;
    const hint = 'its pdfRenderOptions leave no space for text; try another theme';
    return new DossierError('THEME_FAILED', `the theme ${name} ${version} fails: nothing fits on its paper`, {
      hint,
      cause,
    });
  }

  #unfitted(target: number | undefined): Problem[] {
    if (target === undefined) return [];
    return [warning(`the theme ${this.#theme.name} sets its own text size, so the document cannot be fitted`)];
  }

  #disarmed(dropped: readonly string[]): Problem[] {
    if (dropped.length === 0) return [];
    return [warning(`the PDF of the theme ${this.#theme.name} leaves out ${dropped.join(', ')}`)];
  }

  #unloaded(asked: readonly string[]): Problem[] {
    const addresses = this.#themes.news(this.#theme, asked);
    if (addresses.length === 0) return [];
    return [
      {
        ...warning(`the theme ${this.#theme.name} requested addresses that are not loaded: ${listed(addresses)}`),
        hint: 'nothing is loaded from the network: fonts are replaced, and pictures are missing',
      },
    ];
  }
}

/** `true` for an address that begins with two slashes, which refers to the network. */
function isElsewhere(address: string): boolean {
  return address.startsWith('//');
}

function listed(addresses: readonly string[]): string {
  const named = addresses.toSorted().slice(0, MOST_NAMED);
  const rest = addresses.length - MOST_NAMED;
  return named.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function warning(message: string): Problem {
  return { severity: 'warning', message };
}

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

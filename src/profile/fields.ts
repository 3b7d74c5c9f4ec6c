import { z } from 'zod';
import { toAddress } from './contact-links.js';
import { DATE_FORMS, isOpen, parseDate } from './dates.js';
import { withMetadata } from './field-metadata.js';
import { SLUG } from './names.js';
import { isLocale, quote } from './values.js';

/**
 * Text as an author writes it. Numbers and booleans are kept as typed (a score of 9.10 stays 9.10). Soft hyphens and
 * byte order marks are removed because they break words in text extraction; control characters and lone surrogates are
 * removed because neither PDF nor XML can hold them.
 */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform((value) =>
  String(value)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are removed
    .replace(/[\u00AD\uFEFF\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\p{Cs}]/gu, '')
    .trim(),
);

/** Paragraphs and lists with inline Markdown: bold, italic, code and links, and nothing more. */
export const prose = withMetadata(
  text.describe('Paragraphs and lists, with **bold**, *italic*, `code` and [links](https://…).'),
  { role: 'prose' },
);

/** A short plain text. */
export const title = withMetadata(text, { role: 'title' });

/** A short plain text that describes something: a position, a keyword, a level. */
export const phrase = withMetadata(title, { describing: true });

/** The place of an employer, a school or the like. */
export const place = withMetadata(phrase.describe('A city, region or country, or “Remote”.'), { place: true });

/** The name of an employer, a school, a project or the like. */
export const organization = withMetadata(text, { role: 'organization' });

/** Text that names the person or is a contact detail. */
export const identifying = withMetadata(text, { role: 'identifying' });

/** A code, or the name of a Dossier feature such as a template. */
export const code = withMetadata(text, { role: 'neutral' });

export const flag = withMetadata(
  z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]),
  { role: 'neutral', kind: 'flag' },
);

export const tags = withMetadata(z.array(code), { unprinted: true, terms: true })
  .optional()
  .describe('Words by which variants select entries; never printed.');

/** Page break behaviour of an entry or a section. */
export const pageBreak = withMetadata(z.enum(['before', 'keep']), { role: 'neutral', addition: true })
  .optional()
  .describe('Page breaks: "before" starts a new page; "keep" avoids a break inside, if it fits on one page.');

/** An address: printed as a link if its scheme is http, https, mailto or tel, and as plain text otherwise. */
export const url = withMetadata(
  identifying.transform(toAddress).describe('An address with the scheme https, http, mailto or tel.'),
  { kind: 'url' },
);

function dateField(open: boolean) {
  const forms = open ? DATE_FORMS : DATE_FORMS.replace(', or present', '').replace(', 2023-04-01', ' or 2023-04-01');
  return code
    .superRefine((value, context) => {
      if (value === '' || parseDate(value) || (open && isOpen(value))) return;
      context.addIssue({
        code: 'custom',
        message: `${quote(value)} is not a date`,
        params: { hint: forms },
      });
    })
    .transform((value) => (isOpen(value) ? 'present' : (value.split('T', 1)[0] ?? value)))
    .describe(`A date, whole or partial: ${forms}.`);
}

export const date = withMetadata(dateField(false), { kind: 'start' });
export const endDate = withMetadata(dateField(true), { kind: 'end' });

/** A date that nothing depends on: an unreadable one is dropped. */
export const modified = withMetadata(dateField(false), { kind: 'modified' });

/** A language tag (BCP 47) that `Intl` accepts for dates and sorting. */
const localeTag = code
  .refine(isLocale, { error: 'this is not a language tag', params: { hint: 'write it as en, en-GB or pt-BR' } })
  .describe('A language tag (BCP 47), such as en or en-GB.');

export const locale = withMetadata(localeTag, { kind: 'locale' });

/** The language as other tools name it; a value that is not a language tag is dropped. */
export const language = withMetadata(localeTag, { kind: 'language' });

export const slug = withMetadata(z.string(), { role: 'neutral' }).regex(
  SLUG,
  'use small letters, digits and hyphens only',
);

/** One bullet: text, or text with tags. Both are parsed to `{ text, tags? }`. */
const bullet = z.union([
  withMetadata(text, { role: 'prose' }).transform((value) => ({
    text: value,
    tags: undefined as string[] | undefined,
  })),
  z.strictObject({ text: prose, tags }),
]);

export const bullets = withMetadata(z.array(bullet).describe('Bullets: achievements, one line or two each.'), {
  bullets: true,
});

export type Bullet = z.output<typeof bullet>;

export const metric = z.strictObject({
  value: phrase.describe('The figure or short claim, as printed.'),
  label: phrase.optional().describe('What the figure counts.'),
});

export const metrics = withMetadata(z.array(metric).describe('Key figures.'), { addition: true });

export const links = withMetadata(
  z
    .array(z.strictObject({ label: text.describe('The text of the link.'), url }))
    .describe('Further links of the entry.'),
  {
    role: 'identifying',
    addition: true,
  },
);

export const images = withMetadata(
  z
    .array(
      z.strictObject({
        src: withMetadata(text, { picture: true, unprinted: true }).describe("A file inside the profile's folder."),
        alt: text.describe('A description for readers who cannot see the picture.'),
      }),
    )
    .describe('Pictures below the entry.'),
  { role: 'identifying', addition: true },
);

/** Renames JSON Resume 0.x keys to those of 1.x; a second address that differs becomes a separate link. */
export function renamed<
  T extends { website?: string | undefined; url?: string | undefined; links?: z.output<typeof links> | undefined },
>(value: T) {
  const { website, ...rest } = value;
  if (!website || !rest.url || website === rest.url) return { ...rest, url: rest.url || website };
  const label = website.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return { ...rest, links: [...(rest.links ?? []), { label, url: website }] };
}

/** Points per unit of length. */
const POINTS: Readonly<Record<string, number>> = { mm: 72 / 25.4, cm: 720 / 25.4, in: 72, pt: 1, px: 0.75 };

/** Page margins as written in a profile: one to four lengths, in CSS order. */
export const MARGIN = /^\d+(\.\d+)?(mm|cm|in|pt)( \d+(\.\d+)?(mm|cm|in|pt)){0,3}$/;

/** The four sides of a page. */
export interface Sides {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Converts a CSS margin shorthand to points; a length in another unit counts as 0. */
export function marginSides(shorthand: string): Sides {
  const [top = 0, right = top, bottom = top, left = right] = shorthand.trim().split(/\s+/).map(toPoints);
  return { top, right, bottom, left };
}

function toPoints(length: string): number {
  const [, value = '0', unit = ''] = /^([\d.]+)(mm|cm|in|pt|px)$/.exec(length) ?? [];
  return Number(value) * (POINTS[unit] ?? 0);
}

/** Common names of countries that are neither a code nor an official name. */
const USUAL: Readonly<Record<string, string>> = { usa: 'US', england: 'GB', holland: 'NL' };

/** Languages in which names of countries are recognized: those with built-in words (`content/words/`). */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'ar', 'he', 'hi', 'ja', 'ko', 'zh-Hans', 'zh-Hant'];

let named: Map<string, string> | undefined;

/**
 * Returns the ISO 3166-1 alpha-2 code of a country, given its code or its name in any of the languages above; undefined
 * for any other text.
 */
export function readCountry(text: string): string | undefined {
  const word = text.trim();
  if (/^[A-Za-z]{2}$/.test(word) && namesIn('en').of(word.toUpperCase())) return currentCode(word.toUpperCase());
  named ??= namesOfAll();
  return named.get(word.toLowerCase());
}

function namesOfAll(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  const codes = all.filter((code) => currentCode(code) === code);
  const found = new Map(Object.entries(USUAL));
  for (const names of LANGUAGES.map(namesIn))
    for (const code of codes) {
      const name = names.of(code)?.toLowerCase();
      if (name && !found.has(name)) found.set(name, code);
    }
  return found;
}

/** Returns the current code of a country whose code is outdated or unofficial: `DE` for `DD`, `GB` for `UK`. */
function currentCode(code: string): string {
  return new Intl.Locale(`und-${code}`).region ?? code;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
}

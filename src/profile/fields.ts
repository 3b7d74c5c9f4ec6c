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

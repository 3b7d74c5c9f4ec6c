import type { Direction } from '../content/locale.js';
import type { Content } from '../content/model.js';
import type { PageParts } from '../print/page.js';
import { entryOf } from '../profile/values.js';
import { brandFoot } from './brand-foot.js';
import { brandScreen } from './brand-screen.js';
import { rootDesign } from './design-style.js';
import type { FontLibrary, MissingGlyph } from './fonts.js';
import { escapeHtml, findElements, keepFigures } from './html.js';
import type { Compiled, Template } from './load.js';
import { marginOf, pageStyle, rootStyle, type Setting } from './page.js';
import { type RunningFoot, runningFoot } from './running-foot.js';
import { type Pictures, toView } from './view.js';

/** A finished, self-contained HTML page, and the characters that no font could draw. */
export interface Rendered {
  html: string;
  /** The parts of the page, for a page that already shows another document of this template. */
  parts: PageParts;
  title: string;
  /** The texts of its headings, in order. */
  headings: string[];
  missing: MissingGlyph[];
}

/** Renders content with a compiled template to a self-contained HTML document. */
export async function renderResume(
  content: Content,
  template: Template,
  compiled: Compiled,
  fonts: FontLibrary,
  pictures: Pictures,
  setting: Setting,
): Promise<Rendered> {
  const isLetter = content.sections.some(({ kind }) => kind === 'letter');
  const { before = '', after = '' } = setting.brand ? brandScreen(setting.brand, isLetter) : {};
  const body = `${before}${compiled(toView(content, pictures, setting.design, template.options)).trim()}${after}`;
  return renderDocument(template, body, fonts, setting, {
    title: titleOf(content),
    lang: content.lang,
    direction: content.direction,
    style: (isLetter ? template.letterStyle : '') + (setting.brand ? template.houseStyle : ''),
    foot: footFor(content, template, setting, isLetter),
    head: `<script type="application/ld+json">${toScriptJson(toJsonLd(content))}</script>`,
  });
}

/** The foot of the pages of a document, as its design and the house style ask for; undefined if neither does. */
function footFor(
  { foot = {}, direction }: Content,
  template: Template,
  { design, brand, paper, margin }: Setting,
  isLetter: boolean,
): RunningFoot | undefined {
  const family = textFamily(template);
  const footer = design?.footer;
  if (!brand) return footer && runningFoot(footer, foot, family);
  const sides = marginOf(template, paper ?? template.options.paper, margin);
  return brandFoot(brand, { footer, foot, family, margin: sides, direction, isLetter });
}

function textFamily({ options: { fonts } }: Template): string {
  return fonts.find(({ use }) => use === 'text')?.family ?? 'sans-serif';
}

/** Returns the document title of a résumé. */
export function titleOf({ name, label }: Pick<Content, 'name' | 'label'>): string {
  return label ? `${name} – ${label}` : name;
}

interface DocumentHead {
  title: string;
  lang: string;
  direction: Direction;
  /** Additional HTML for <head>. */
  head: string;
  /** Additional CSS. */
  style?: string;
  /** The foot of printed pages. */
  foot?: RunningFoot | undefined;
}

/** Wraps the body that a template produced in a document with styles, fonts and paper size. */
export async function renderDocument(
  template: Template,
  given: string,
  fonts: FontLibrary,
  setting: Setting,
  head: DocumentHead,
): Promise<Rendered> {
  const body = head.direction === 'rtl' ? keepFigures(given) : given;
  const { text, code } = printedText(body);
  const { design } = setting;
  const root = design && rootDesign(design);
  const headings = headingTexts(body);
  const choice = { locale: head.lang, genre: template.options.scripts, headings: headings.join('') };
  const { css, fallbacks, missing } = await fonts.cssFor(
    template.options.fonts,
    [text, design?.bullets, head.foot?.text].join(''),
    code,
    choice,
  );
  const families = fallbacks.map((family) => `"${family}",`).join('');
  // When a page replaces its content, it takes only the new style sheet, so the style sheet must contain the direction.
  const direction = head.direction === 'rtl' ? ';direction:rtl' : '';
  const designStyle = design || body.includes('class="logo"') ? template.designStyle : '';
  const pages = `${pageStyle(template, setting)}${head.foot?.css ?? ''}`;
  const style = `:root{--fallback:${families}sans-serif${direction}}\n${template.style}\n${head.style ?? ''}${designStyle}${pages}`;
  const parts = {
    lang: head.lang,
    title: head.title,
    style: `${css}\n${style}`,
    root: rootStyle(template, setting) + (root?.style ?? ''),
    ...(root ? { attributes: root.attributes } : {}),
    body: `\n${body.trim()}\n`,
  };
  const html = `<!doctype html>
<html lang="${escapeHtml(parts.lang)}" dir="${head.direction}"${attributesOf(parts.attributes)} style="${parts.root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(parts.title)}</title>
${head.head}
<style>
${parts.style}
</style>
</head>
<body>${parts.body}</body>
</html>
`;
  return { html, parts, title: head.title, headings, missing };
}

function attributesOf(attributes: Readonly<Record<string, string>> = {}): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00A0',
  '#39': "'",
  '#x27': "'",
  '#x60': '`',
  '#x3D': '=',
};

/** Returns the text of HTML, with a space in place of each tag. */
export function textOfHtml(html: string): string {
  return plain(html, ' ');
}

function withoutTags(html: string, gap: string): string {
  let text = '';
  let end = 0;
  for (let open = html.indexOf('<'); open !== -1; open = html.indexOf('<', end)) {
    const close = html.indexOf('>', open);
    if (close === -1) break;
    text += html.slice(end, open) + gap;
    end = close + 1;
  }
  return text + html.slice(end);
}

/** Removes tags from HTML and decodes entities. */
function plain(html: string, gap: string): string {
  return withoutTags(html, gap).replace(
    /&([a-z]+|#\d+|#x[0-9A-F]+);/gi,
    (whole, name: string) => entryOf(ENTITIES, name) ?? whole,
  );
}

function headingTexts(body: string): string[] {
  return findElements(body, 'h[1-6]').map(({ content }) => plain(content, '').trim());
}

/** Returns the characters that the body prints, and those printed as code. */
function printedText(body: string): { text: string; code: string } {
  const code = findElements(body, 'code')
    .map(({ content }) => content)
    .join(' ');
  // CSS may add these bullets and separators.
  return { text: `${plain(body, ' ')}•·–—`, code: plain(code, ' ') };
}

/** Returns the person as schema.org JSON-LD, with only the data that the page shows. */
export function toJsonLd(content: Content): object {
  const contact = (kind: string) => content.contacts.find((candidate) => candidate.kind === kind);
  const entries = (id: string) =>
    content.sections.flatMap((section) =>
      section.id === id && section.kind === 'entries' ? section.groups.flatMap((group) => group.entries) : [],
    );
  const summary = content.sections.find((section) => section.id === 'summary');
  const skills = content.sections.find((section) => section.id === 'skills');
  const present = {
    '@context': 'https://schema.org',
    '@type': 'Person',
    name: content.name,
    jobTitle: content.label,
    description: summary?.kind === 'prose' ? summary.paragraphs.map(({ plain }) => plain).join(' ') : undefined,
    email: contact('email')?.text,
    telephone: contact('phone')?.text,
    url: contact('url')?.url,
    address: contact('location')?.text,
    sameAs: content.contacts.flatMap((candidate) =>
      candidate.kind === 'profile' && candidate.url ? [candidate.url] : [],
    ),
    alumniOf: entries('education').flatMap(({ title, subtitle, isInverted }) => {
      const name = isInverted ? title : subtitle;
      return name ? [{ '@type': 'EducationalOrganization', name }] : [];
    }),
    knowsAbout: [
      ...(skills?.kind === 'terms' ? skills.terms.map(({ name, keywords }) => ({ title: name, keywords })) : []),
      ...entries('skills'),
    ].flatMap(({ title, keywords }) => (keywords.length > 0 ? keywords : title ? [title] : [])),
  };
  return Object.fromEntries(
    Object.entries(present).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0)),
  );
}

/** Converts a value to JSON for a script element, without any `<` that could end it. */
export function toScriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

import type { Content } from '../content/model.js';
import { ownWords, WORDS } from '../content/words.js';
import type { Problem } from '../errors.js';
import { toJsonResume } from '../formats/jsonresume.js';
import { toMarkdown } from '../formats/markdown.js';
import { toText } from '../formats/text.js';
import type { PdfJs } from '../print/picture.js';
import type { Printer } from '../print/printer.js';
import type { Places } from '../profile/places.js';
import { printedProfile } from '../profile/printed.js';
import type { Profile } from '../profile/schema.js';
import type { FontLibrary } from '../template/fonts.js';
import { titleOf } from '../template/render.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import type { Theme } from '../themes/find.js';
import type { ThemeStore } from '../themes/store.js';
import { openDocument } from './document.js';
import type { Finisher } from './finisher.js';
import { DEFAULT_TEMPLATE, type Format, isPrinted } from './formats.js';
import { missingGlyphs } from './glyphs.js';
import { infoOf } from './info.js';
import { type FitSummary, Sheet } from './sheet.js';
import type { ThemedSheet } from './themed-sheet.js';

/** What a run keeps for all its résumés. */
export interface Kit {
  templates: TemplateStore;
  fonts: FontLibrary;
  printer: Printer;
  /** What follows printing; done in this thread where it is absent. */
  finisher?: Finisher | undefined;
  /** What draws pages of PDFs. */
  pdfJs(): Promise<PdfJs>;
  /** Themes of JSON Resume: they run code, so that no profile may choose one. */
  themes?: ThemeStore | undefined;
  /** The program's name and version, as files carry it. */
  creator: string;
  /** The date of profiles that have none; ISO 8601. */
  date?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface ResumeRequest {
  /** The profile's file name without ending. */
  slug: string;
  profile: Profile;
  pictures: Pictures;
  /** Where things stand in its file. */
  places?: Places | undefined;
  formats: readonly Format[];
  /** A variant, or a letter as `letterDocument` calls it; the main résumé where it is absent. */
  variant?: string | undefined;
  /** Whether the PDF carries the whole profile rather than what it prints. */
  embedSource?: boolean | undefined;
  /** Overrides what the profile or variant asks for. */
  template?: string | undefined;
  /** Pages to fill, whatever the profile or variant says. */
  pages?: number | undefined;
  /** Called when nothing more will be printed of it, before that is finished. */
  printed?: (() => void) | undefined;
}

/** One file of a résumé. */
export interface Artifact {
  format: Format;
  bytes: Uint8Array;
  /** Pages of a PDF. */
  pages?: number;
  /** The page that a picture shows, from 1. */
  page?: number;
}

export interface Resume {
  title: string;
  /** The profile as it was rendered: tailored, where a variant was asked for. */
  profile: Profile;
  content: Content;
  template: string;
  artifacts: Artifact[];
  warnings: Problem[];
  /** How it was fitted, where a number of pages was asked for. */
  fit?: FitSummary;
}

/** One document of a profile -> its files, as values. */
export async function makeResume(request: ResumeRequest, kit: Kit): Promise<Resume> {
  const { profile, isLetter, toContent } = openDocument(request.profile, request.variant, request.slug);
  const asked = request.template ? await chooseTheme(request.template, kit) : undefined;
  // Themes know nothing of letters, which keep a template.
  const theme = isLetter ? undefined : asked;
  const template = theme?.name ?? ((!asked && request.template) || profile.meta?.template || DEFAULT_TEMPLATE);
  const content = toContent(theme ? [] : (await kit.templates.get(template)).template.options.sections);
  const artifacts: Artifact[] = [];
  const warnings: Problem[] = unknownWords(profile, request.places);
  const add = (format: Format, body: string | Uint8Array, more: Pick<Artifact, 'page' | 'pages'> = {}) =>
    artifacts.push({ format, bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body, ...more });
  const title = titleOf(content);
  let fit: FitSummary | undefined;
  if (request.formats.includes('html') || isPrinted(request.formats)) {
    const sheet = await openSheet(theme, template, profile, content, request.pictures, kit);
    const rendered = await sheet.render();
    warnings.push(...(await sheet.warnings()));
    if (rendered.missing.length > 0)
      throw missingGlyphs(rendered.missing, (character) => request.places?.ofCharacter(character) ?? {});
    if (request.formats.includes('html')) add('html', rendered.html);
    if (isPrinted(request.formats)) {
      const source = {
        name: `${request.slug}.json`,
        bytes: new TextEncoder().encode(request.embedSource ? sourceJson(request.profile) : resumeJson(profile)),
        type: 'application/json',
        description: 'The profile that this résumé was made from, as JSON Resume',
      };
      const draws = request.formats.includes('png');
      const finish = {
        info: infoOf(profile, content, title, kit),
        files: isLetter ? [] : [source],
        printed: draws ? undefined : request.printed,
      };
      const pages = isLetter ? undefined : request.pages;
      const printed = await sheet.print(request.slug, pages ?? profile.meta?.page?.fit, finish);
      warnings.push(...printed.warnings);
      fit = printed.fit;
      if (request.formats.includes('pdf')) add('pdf', printed.bytes, { pages: printed.pages });
      if (draws) {
        const { drawPreviews } = await import('../print/preview.js');
        const job = { pdf: printed.bytes, pages: printed.pages, name: request.slug };
        const previews = await drawPreviews(kit.printer, await kit.pdfJs(), job);
        for (const [index, bytes] of previews.entries()) add('png', bytes, { page: index + 1 });
      }
    }
  }
  if (request.formats.includes('json') && !isLetter) add('json', resumeJson(profile));
  if (request.formats.includes('txt')) add('txt', toText(content));
  if (request.formats.includes('md')) add('md', toMarkdown(content));
  if (request.formats.includes('docx')) {
    const { makeWord } = await import('./word.js');
    const word = await makeWord(profile, content, request.pictures, infoOf(profile, content, title, kit), kit);
    warnings.push(...word.warnings);
    add('docx', word.bytes);
  }
  return { title, profile, content, template, artifacts, warnings, ...(fit ? { fit } : {}) };
}

/**
 * The theme of JSON Resume that a name means; undefined where it is the name of a template.
 *
 * @throws DossierError TEMPLATE_UNKNOWN, or USAGE where it is a theme that may not be used
 */
export async function chooseTheme(name: string, { templates, themes }: Kit): Promise<Theme | undefined> {
  if ((await templates.names()).includes(name)) return undefined;
  const theme = await themes?.find(name);
  if (!theme) await templates.check(name, await themes?.looks(name));
  return theme;
}

async function openSheet(
  theme: Theme | undefined,
  template: string,
  profile: Profile,
  content: Content,
  pictures: Pictures,
  kit: Kit,
): Promise<Sheet | ThemedSheet> {
  if (!theme || !kit.themes) return new Sheet(content, await kit.templates.get(template), profile.meta, pictures, kit);
  const { ThemedSheet } = await import('./themed-sheet.js');
  return new ThemedSheet(theme, kit.themes, profile, pictures, kit);
}

/** What to say where the language of a profile has no words here. */
function unknownWords({ meta }: Profile, places: Places | undefined): Problem[] {
  if (!meta?.locale || ownWords(meta.locale)) return [];
  return [
    {
      severity: 'warning',
      message: `there are no words in ${JSON.stringify(meta.locale)}: titles of sections are in English`,
      hint: `give them with meta.sections, or write one of ${Object.keys(WORDS).join(', ')}`,
      ...places?.ofLocale(),
    },
  ];
}

/** What the résumé prints, as JSON Resume. */
function resumeJson(profile: Profile): string {
  return `${JSON.stringify(toJsonResume(printedProfile(profile)), null, 2)}\n`;
}

/** The whole profile, tags and variants among it. */
function sourceJson(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}

import { toContent } from '../content/content.js';
import { plainText } from '../content/inline.js';
import type { Content } from '../content/model.js';
import { ownWords, WORDS } from '../content/words.js';
import type { Problem } from '../errors.js';
import { toJsonResume } from '../formats/jsonresume.js';
import { toMarkdown } from '../formats/markdown.js';
import { toText } from '../formats/text.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import type { Printer } from '../print/printer.js';
import type { Places } from '../profile/places.js';
import { printedProfile } from '../profile/printed.js';
import type { Profile } from '../profile/schema.js';
import { tailor } from '../profile/tailor.js';
import type { FontLibrary } from '../template/fonts.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import type { Finisher } from './finisher.js';
import type { Format } from './formats.js';
import { missingGlyphs } from './glyphs.js';
import { type FitSummary, Sheet } from './sheet.js';

/** The template of a profile that names none. */
export const DEFAULT_TEMPLATE = 'classic';

/** What a run keeps for all its résumés. */
export interface Kit {
  templates: TemplateStore;
  fonts: FontLibrary;
  printer: Printer;
  /** What follows printing; done in this thread where it is absent. */
  finisher?: Finisher | undefined;
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

/** One profile (or one variant of it) -> its files, as values. */
export async function makeResume(request: ResumeRequest, kit: Kit): Promise<Resume> {
  const profile = request.variant === undefined ? request.profile : tailor(request.profile, request.variant);
  const content = toContent(profile, request.slug);
  const template = request.template || profile.meta?.template || DEFAULT_TEMPLATE;
  const artifacts: Artifact[] = [];
  const warnings: Problem[] = unknownWords(profile, request.places);
  const add = (format: Format, body: string | Uint8Array, pages?: number) =>
    artifacts.push({
      format,
      bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      ...(pages === undefined ? {} : { pages }),
    });
  let title = content.name;
  let fit: FitSummary | undefined;
  if (request.formats.includes('html') || request.formats.includes('pdf')) {
    const loaded = await kit.templates.get(template);
    const sheet = new Sheet(content, loaded, profile.meta, request.pictures, kit);
    const rendered = await sheet.render();
    title = rendered.title;
    if (rendered.missing.length > 0)
      throw missingGlyphs(rendered.missing, (character) => request.places?.ofCharacter(character) ?? {});
    if (request.formats.includes('html')) add('html', rendered.html);
    if (request.formats.includes('pdf')) {
      const source = {
        name: `${request.slug}.json`,
        bytes: new TextEncoder().encode(request.embedSource ? sourceJson(request.profile) : resumeJson(profile)),
        type: 'application/json',
        description: 'The profile that this résumé was made from, as JSON Resume',
      };
      const finish = { info: infoOf(profile, content, title, kit), files: [source], printed: request.printed };
      const printed = await sheet.print(request.slug, request.pages ?? profile.meta?.page?.fit, finish);
      warnings.push(...printed.warnings);
      fit = printed.fit;
      add('pdf', printed.bytes, printed.pages);
    }
  }
  if (request.formats.includes('json')) add('json', resumeJson(profile));
  if (request.formats.includes('txt')) add('txt', toText(content));
  if (request.formats.includes('md')) add('md', toMarkdown(content));
  return { title, profile, content, template, artifacts, warnings, ...(fit ? { fit } : {}) };
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

function infoOf(profile: Profile, content: Content, title: string, kit: Kit): DocumentInfo {
  const summary = content.sections.find((section) => section.id === 'summary');
  const skills = content.sections.flatMap((section) =>
    section.id === 'skills' && section.kind === 'terms' ? section.terms.flatMap((term) => [...term.keywords]) : [],
  );
  const keywords =
    skills.length > 0
      ? skills
      : content.sections.flatMap((section) =>
          section.kind === 'entries'
            ? section.groups.flatMap((group) => group.entries.flatMap((entry) => entry.keywords))
            : [],
        );
  return {
    title,
    author: content.name,
    subject:
      content.label ??
      (summary?.kind === 'prose'
        ? summary.paragraphs.map((paragraph) => plainText(paragraph.spans)).join(' ')
        : undefined),
    keywords: [...new Set(keywords)].slice(0, 40),
    lang: content.lang,
    direction: content.direction,
    creator: kit.creator,
    date: profile.meta?.lastModified || kit.date,
  };
}

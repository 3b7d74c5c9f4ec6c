import type { Content } from '../content/model.js';
import { ownWords, WORDS } from '../content/words.js';
import type { Problem } from '../errors.js';
import type { PdfJs } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Places } from '../profile/places.js';
import type { Profile } from '../profile/schema.js';
import type { FontLibrary, MissingGlyph } from '../template/fonts.js';
import { titleOf } from '../template/render.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import type { Theme } from '../themes/find.js';
import type { ThemeStore } from '../themes/store.js';
import { openDocument } from './document.js';
import { makeFiles } from './files.js';
import type { Finisher } from './finisher.js';
import type { Format } from './formats.js';
import { leftOutGlyphs, missingGlyphs } from './glyphs.js';
import type { FitSummary } from './sheet.js';

/** What a run keeps for all its résumés. */
export interface Kit {
  templates: Pick<TemplateStore, 'names' | 'check' | 'get'>;
  fonts: FontLibrary;
  printer: Printer;
  /** Makes the files of documents in another place; they are made here where it is absent. */
  maker?: Maker | undefined;
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
  /** `true` if private details were merged, so that warnings must not quote the profile's texts. */
  redact?: boolean | undefined;
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
  /** As `Made` has it. */
  taken?: (() => void) | undefined;
}

/** A document of a profile as it is to be made: what it says, and in which look. */
export interface OpenedResume {
  /** The profile as it is rendered: tailored, where a variant was asked for. */
  profile: Profile;
  isLetter: boolean;
  /** A theme of JSON Resume, in the place of a template. */
  theme: Theme | undefined;
  template: string;
  title: string;
  content: Content;
}

/** What was made of a document. */
export interface Made {
  /** None where characters are missing. */
  artifacts: Artifact[];
  warnings: Problem[];
  /** Characters that no installed font can draw, so that nothing was made. */
  missing: MissingGlyph[];
  /** Characters that no installed font can draw, and that were left out or replaced by plain forms. */
  leftOut?: MissingGlyph[];
  /** How it was fitted, where a number of pages was asked for. */
  fit?: FitSummary;
  /** To be called once what was made is where it belongs, or is wanted no more: it is kept elsewhere until then. */
  taken?: (() => void) | undefined;
}

/** Makes the files of documents, here or elsewhere. */
export interface Maker {
  /** @throws DossierError as `makeFiles` does */
  make(request: ResumeRequest, opened: OpenedResume): Promise<Made>;
}

/**
 * One document of a profile -> its files, as values.
 *
 * @throws DossierError GLYPH_MISSING, and what making its files throws
 */
export async function makeResume(request: ResumeRequest, kit: Kit): Promise<Resume> {
  const opened = await openResume(request, kit);
  const { places } = request;
  const made = await (kit.maker ? kit.maker.make(request, opened) : makeFiles(request, opened, kit));
  if (made.missing.length > 0) {
    made.taken?.();
    throw missingGlyphs(made.missing, (character) => places?.ofCharacter(character) ?? {});
  }
  const { profile, content, template, title } = opened;
  const { artifacts, fit, taken } = made;
  const leftOut = leftOutGlyphs(made.leftOut ?? [], (character) => places?.ofCharacter(character) ?? {});
  const warnings = [...unknownWords(profile, places), ...leftOut, ...made.warnings];
  return { title, profile, content, template, artifacts, warnings, ...(fit ? { fit } : {}), taken };
}

/**
 * What a document of a profile says, and the look that it gets.
 *
 * @throws DossierError PROFILE_INVALID where there is no such document; TEMPLATE_UNKNOWN; USAGE
 */
export async function openResume(
  request: Pick<ResumeRequest, 'profile' | 'variant' | 'slug' | 'template'>,
  kit: Pick<Kit, 'templates' | 'themes'>,
): Promise<OpenedResume> {
  const { profile, isLetter, toContent } = openDocument(request.profile, request.variant, request.slug);
  const asked = request.template ? await chooseTheme(request.template, kit) : undefined;
  // Themes know nothing of letters, which keep a template.
  const theme = isLetter ? undefined : asked;
  const template = theme?.name ?? ((!asked && request.template) || profile.meta?.template || DEFAULT_TEMPLATE);
  const content = toContent(theme ? [] : (await kit.templates.get(template)).template.options.sections);
  return { profile, isLetter, theme, template, title: titleOf(content), content };
}

/**
 * The theme of JSON Resume that a name means; undefined where it is the name of a template.
 *
 * @throws DossierError TEMPLATE_UNKNOWN, or USAGE where it is a theme that may not be used
 */
export async function chooseTheme(
  name: string,
  { templates, themes }: Pick<Kit, 'templates' | 'themes'>,
): Promise<Theme | undefined> {
  if ((await templates.names()).includes(name)) return undefined;
  const theme = await themes?.find(name);
  if (!theme) await templates.check(name, await themes?.looks(name));
  return theme;
}

/** What to say where the language of a profile has no words here. */
function unknownWords({ meta }: Profile, places: Places | undefined): Problem[] {
  if (!meta?.locale || ownWords(meta.locale)) return [];
  return [
    {
      severity: 'warning',
      // The tag may come from an overlay, and messages never quote an overlay's values.
      message: 'there are no words in the language of meta.locale: titles of sections are in English',
      hint: `give them with meta.sections, or write one of ${Object.keys(WORDS).join(', ')}`,
      ...places?.ofLocale(),
    },
  ];
}

import { toContent, toLetter } from '../content/content.js';
import type { Content } from '../content/model.js';
import { ownWords, WORDS } from '../content/words.js';
import type { Problem } from '../errors.js';
import { findLetter, letterOf, tailor, withLook } from '../profile/documents.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Places } from '../profile/places.js';
import type { Profile } from '../profile/schema.js';
import { titleOf } from '../template/render.js';
import type { Theme } from '../themes/find.js';
import { ineffectiveOptions, requireFonts } from './design-check.js';
import { makeFiles } from './files.js';
import { leftOutGlyphs, missingGlyphs } from './glyphs.js';
import type { OpenedResume, Resume, ResumeRequest, Services } from './model.js';
import type { DocumentOptions } from './options.js';

/**
 * Makes the files of one document of a profile, as values.
 *
 * @throws DossierError GLYPH_MISSING, and the errors of making its files
 */
export async function makeResume(request: ResumeRequest, services: Services): Promise<Resume> {
  const opened = await openResume(request, services);
  const { places } = request;
  const designWarnings = await checkDesign(request, opened, services);
  const made = await (services.maker ? services.maker.make(request, opened) : makeFiles(request, opened, services));
  if (made.missing.length > 0) {
    made.taken?.();
    throw missingGlyphs(made.missing, (character) => places?.ofCharacter(character) ?? {});
  }
  const { profile, content, template, title } = opened;
  const { artifacts, fit, taken } = made;
  const leftOut = leftOutGlyphs(made.leftOut ?? [], (character) => places?.ofCharacter(character) ?? {});
  const warnings = [...unknownWords(profile, places), ...designWarnings, ...leftOut, ...made.warnings];
  return { title, profile, content, template, artifacts, warnings, ...(fit ? { fit } : {}), taken };
}

/**
 * Checks the design options of a document; returns warnings about those that have no effect.
 *
 * @throws DossierError FONT_MISSING
 */
async function checkDesign(
  request: ResumeRequest,
  { profile, theme, template }: OpenedResume,
  services: Services,
): Promise<Problem[]> {
  const design = profile.meta?.design;
  if (!design || theme) return [];
  const origin = { ...request, brand: services.brand };
  await requireFonts(design, services.fonts, origin);
  const { options } = (await services.templates.get(template)).template;
  return ineffectiveOptions(design, template, options, origin);
}

/**
 * Resolves the content and the look of a document.
 *
 * @throws DossierError PROFILE_INVALID if there is no such document; TEMPLATE_UNKNOWN; USAGE
 */
export async function openResume(
  request: Pick<ResumeRequest, 'profile' | 'variant' | 'slug' | 'template' | 'design' | 'defaults'>,
  services: Pick<Services, 'templates' | 'themes' | 'asOf'>,
): Promise<OpenedResume> {
  const { profile, isLetter, toContent } = openDocument(request.profile, request.variant, request.slug, {
    ...request,
    asOf: services.asOf,
  });
  const asked = request.template ? await chooseTheme(request.template, services) : undefined;
  // Themes do not support letters, so letters use a template.
  const theme = isLetter ? undefined : asked;
  const template = theme?.name ?? ((!asked && request.template) || profile.meta?.template || DEFAULT_TEMPLATE);
  const content = toContent(theme ? [] : (await services.templates.get(template)).template.options.sections);
  return { profile, isLetter, theme, template, title: titleOf(content), content };
}

/**
 * The JSON Resume theme with the given name; undefined if it is the name of a template.
 *
 * @throws DossierError TEMPLATE_UNKNOWN, or USAGE for a theme that must not be used
 */
export async function chooseTheme(
  name: string,
  { templates, themes }: Pick<Services, 'templates' | 'themes'>,
): Promise<Theme | undefined> {
  if ((await templates.names()).includes(name)) return undefined;
  const theme = await themes?.find(name);
  if (!theme) await templates.check(name, await themes?.looks(name));
  return theme;
}

/** Warns about a profile whose language has no built-in words. */
function unknownWords({ meta }: Profile, places: Places | undefined): Problem[] {
  if (!meta?.locale || ownWords(meta.locale)) return [];
  return [
    {
      severity: 'warning',
      // The tag may come from an overlay, and messages never quote an overlay's values.
      message: 'Dossier has no words for the language of meta.locale: section titles are in English',
      hint: `set the titles in meta.sections, or use one of ${Object.keys(WORDS).join(', ')}`,
      ...places?.ofLocale(),
    },
  ];
}

/** A document of a profile: its main résumé, a variant, or a letter. */
export interface Document {
  /** The profile as this document prints it. */
  profile: Profile;
  isLetter: boolean;
  /** Returns the printed content, with the sections first that the template puts first. */
  toContent(first: readonly string[]): Content;
}

/**
 * Opens a document of a profile, with its design options resolved: those of the profile and its variant, between those
 * of the project and those of the run.
 *
 * @param name a variant, or the name that `letterDocument` gives a letter; undefined for the main résumé
 * @throws DossierError PROFILE_INVALID if the profile has no such document
 */
export function openDocument(
  whole: Profile,
  name: string | undefined,
  slug: string,
  { defaults, design, asOf }: Pick<DocumentOptions, 'defaults' | 'design'> & Pick<Services, 'asOf'>,
): Document {
  const wanted = letterOf(name);
  if (wanted !== undefined) {
    const { letter, profile: base } = findLetter(whole, wanted);
    const profile = withLook(base, defaults, design);
    return { profile, isLetter: true, toContent: () => toLetter(letter, profile, slug, asOf) };
  }
  const profile = withLook(name === undefined ? whole : tailor(whole, name), defaults, design);
  return { profile, isLetter: false, toContent: (first) => toContent(profile, slug, first, asOf) };
}

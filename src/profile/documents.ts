import { DossierError } from '../errors.js';
import type { Design, Look } from './design.js';
import { nearest } from './names.js';
import { type Letter, type Profile, STANDARD_SECTIONS, type Variant } from './schema.js';
import { mergeGroups } from './values.js';

/**
 * Returns a profile as one of its variants shows it: entries and bullets are selected by tags; the headline, summary
 * and sections are the variant's. Entries without tags are always included; `include` keeps any match; `exclude` wins.
 *
 * @throws DossierError PROFILE_INVALID if the profile has no such variant
 */
export function tailor(profile: Profile, name: string): Profile {
  const variant = findVariant(profile, name);
  const { variants, meta, basics, ...rest } = profile;
  return {
    ...(prune(rest, keeper(variant)) as typeof rest),
    ...(variants ? { variants } : {}),
    basics: basics && {
      ...basics,
      label: variant.label || basics.label,
      summary: variant.summary || basics.summary,
    },
    meta: {
      ...meta,
      template: variant.template || meta?.template,
      ...(variant.design ? { design: mergeGroups(meta?.design, variant.design) as Design } : {}),
      page: variant.pages === undefined ? meta?.page : { ...meta?.page, fit: variant.pages },
      sections: sectionsOf(profile, variant),
    },
  };
}

/** Returns a filter that is `true` for the tags of entries and bullets that a variant prints. */
export function tagFilter(profile: Profile, name: string): (tags: readonly string[] | undefined) => boolean {
  return keeper(findVariant(profile, name));
}

/** Finds a variant by name and merges in the values that it inherits from the variants it extends. */
function findVariant(profile: Profile, name: string): Variant {
  const known = Object.keys(profile.variants ?? {});
  if (!known.includes(name)) throw unknownDocument('variant', name, known);
  let variant: Variant = {};
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const own: Variant = (known.includes(next) && profile.variants?.[next]) || {};
    const design = mergeGroups(own.design, variant.design) as Design | undefined;
    variant = { ...own, ...Object.fromEntries(Object.entries(variant).filter(([, value]) => value !== undefined)) };
    if (design) variant.design = design;
    next = own.extends;
  }
  return variant;
}

/**
 * Returns a profile with its settings completed by the defaults of a project, and with design options over its own.
 *
 * @param defaults the settings of profiles that do not set them
 * @param design the options that override those of the profile
 */
export function withLook(profile: Profile, defaults: Look | undefined, design: Design | undefined): Profile {
  if (!defaults && !design) return profile;
  const { meta } = profile;
  const { margin, ...others } = defaults?.design ?? {};
  // The margins of the page, as profiles set them, are nearer than those of the project.
  const below = margin === undefined || meta?.page?.margin ? others : { ...others, margin };
  const own = mergeGroups(mergeGroups(below, meta?.design), design) as Design;
  return {
    ...profile,
    meta: {
      ...meta,
      template: meta?.template || defaults?.template,
      locale: meta?.locale || defaults?.locale,
      design: Object.keys(own).length > 0 ? own : undefined,
    },
  };
}

type Keep = (tags: readonly string[] | undefined) => boolean;

function keeper(variant: Variant): Keep {
  return (tags) => {
    if (!tags || tags.length === 0) return true;
    if (variant.exclude?.some((tag) => tags.includes(tag))) return false;
    return variant.include === undefined || variant.include.some((tag) => tags.includes(tag));
  };
}

/** Returns a copy of the value without list items that the tags exclude, at every depth. */
function prune(value: unknown, keep: Keep): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => keep((item as { tags?: string[] } | null)?.tags)).map((item) => prune(item, keep));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'tags' ? inner : prune(inner, keep)]),
  );
}

/**
 * Returns the sections of a variant. A variant that lists sections shows only those; titles that it omits come from the
 * main résumé.
 */
function sectionsOf(profile: Profile, variant: Variant): NonNullable<Profile['meta']>['sections'] {
  const main = profile.meta?.sections;
  if (!variant.sections) return main;
  const titles = new Map(main?.map((choice) => [choice.id, choice.title]));
  const chosen = variant.sections.map((choice) => ({
    ...choice,
    title: choice.title ?? titles.get(choice.id),
  }));
  const others = [...STANDARD_SECTIONS, ...(profile.sections ?? []).map((section) => section.id)].filter(
    (id) => !chosen.some((choice) => choice.id === id),
  );
  return [...chosen, ...others.map((id) => ({ id, hidden: true }))];
}

/** Creates a PROFILE_INVALID error for an unknown variant or letter, with the closest known name. */
function unknownDocument(kind: 'variant' | 'letter', name: string, known: readonly string[]): DossierError {
  const close = nearest(name, known);
  const all = known.length > 0 ? `its ${kind}s are ${known.join(', ')}` : `it has no ${kind}s`;
  return new DossierError('PROFILE_INVALID', `the profile has no ${kind} "${name}"`, {
    hint: close ? `did you mean ${close}?` : all,
  });
}

/**
 * Returns a profile with only what its résumé prints: without hidden sections, variants, letters and publishing
 * settings.
 */
export function printedProfile(profile: Profile): Profile {
  const hidden = new Set(profile.meta?.sections?.filter((section) => section.hidden).map((section) => section.id));
  const { variants: _variants, letters: _letters, publish: _publish, ...rest } = profile;
  const shown = Object.fromEntries(Object.entries(rest).filter(([key]) => !hidden.has(key))) as Profile;
  return {
    ...shown,
    ...(shown.basics && hidden.has('summary') ? { basics: { ...shown.basics, summary: undefined } } : {}),
    ...(shown.sections ? { sections: shown.sections.filter((section) => !hidden.has(section.id)) } : {}),
    ...(shown.meta?.sections
      ? { meta: { ...shown.meta, sections: shown.meta.sections.filter((section) => !section.hidden) } }
      : {}),
  };
}

/** The documents of a profile other than the main résumé: its variants and its letters. */
export function documentsOf({ variants, letters }: Profile): string[] {
  return [...Object.keys(variants ?? {}), ...Object.keys(letters ?? {}).map(letterDocument)];
}

/**
 * Finds a letter, and the profile whose header and template it uses.
 *
 * @throws DossierError PROFILE_INVALID if the profile has no such letter
 */
export function findLetter(profile: Profile, name: string): { letter: Letter; profile: Profile } {
  const letter = Object.hasOwn(profile.letters ?? {}, name) ? profile.letters?.[name] : undefined;
  if (!letter) throw unknownDocument('letter', name, Object.keys(profile.letters ?? {}));
  const base = letter.variant === undefined ? profile : tailor(profile, letter.variant);
  const page = base.meta?.page && { ...base.meta.page };
  if (page) delete page.fit;
  const fitted = letter.pages === undefined ? page : { ...page, fit: letter.pages };
  return {
    letter,
    profile: { ...base, meta: { ...base.meta, template: letter.template || base.meta?.template, page: fitted } },
  };
}

const PREFIX = 'letter.';

/** Returns the document name of a letter. Variant names never contain a dot, so the two cannot clash. */
export function letterDocument(name: string): string {
  return PREFIX + name;
}

/** Returns the name of the letter that a document name refers to; undefined for a résumé. */
export function letterOf(document: string | undefined): string | undefined {
  return document?.startsWith(PREFIX) ? document.slice(PREFIX.length) : undefined;
}

import { toContacts } from '../content/contacts.js';
import { toContent } from '../content/content.js';
import { languageName } from '../content/locale.js';
import { type Content, type Entry, type Group, textOf } from '../content/model.js';
import { wordsFor } from '../content/words.js';
import { formatOfKind } from '../document/formats.js';
import { experienceMonths, latestJobs, namedSkills, skillMatrix, toAsOf } from '../packet/qualifications.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import { printedProfile } from '../profile/documents.js';
import { mapFields } from '../profile/field-walk.js';
import { type Profile, profileSchema } from '../profile/schema.js';
import { optional } from '../profile/values.js';
import { type Card, type Line, type Version, words } from './model.js';

/** The largest number of career lines in a comparison. */
const MOST_LINES = 4;

/** A candidate as the page shows and searches it. */
export interface Described {
  card: Card;
  /** Every word of the main résumé, once. */
  text: string;
}

/**
 * The card and the search words of a candidate, from the content of the main résumé.
 *
 * @param asOf the month to which open jobs are counted
 */
export function describe(
  slug: string,
  whole: Profile,
  artifacts: readonly ManifestArtifact[],
  asOf: string,
): Described {
  const profile = printedProfile(whole);
  const content = toContent(profile, slug);
  const [job] = latestJobs(profile.work, 1);
  const card: Card = {
    slug,
    name: content.name,
    lang: content.lang,
    asOf,
    ...optional({
      label: content.label,
      availability: content.availability,
      role: [...new Set([job?.position, job?.name])].filter(Boolean).join(', ') || undefined,
      location: townOf(profile),
      months: experienceMonths(profile.work, toAsOf(asOf)),
      modified: profile.meta?.lastModified || undefined,
    }),
    skills: rankSkills(profile),
    metrics: content.metrics,
    positions: linesOf(content, 'work'),
    education: linesOf(content, 'education'),
    languages: (profile.languages ?? []).flatMap(({ language, fluency }) =>
      language ? [[languageName(language, content.lang), fluency && `(${fluency})`].filter(Boolean).join(' ')] : [],
    ),
    versions: toVersions(artifacts, whole.variants ?? {}),
  };
  return { card, text: [...new Set(words(wholeText(content)))].join(' ') };
}

/** The place of residence as the résumé prints it, without the street. */
function townOf({ basics, meta }: Profile): string | undefined {
  const { basics: shown } = mapFields(profileSchema, { basics: { location: basics?.location } }, ({ value }) => value);
  const lang = meta?.locale || 'en';
  return toContacts({ location: shown.location }, wordsFor(lang), lang)[0]?.text;
}

/**
 * Lists each skill once, in the order of the résumé: first those that a job or a project shows, then those only listed.
 */
function rankSkills(profile: Profile): string[] {
  const { listed, shown } = namedSkills(profile);
  const { skills, rows } = skillMatrix([profile], Number.POSITIVE_INFINITY);
  const evident = new Set(
    skills.filter((_, index) => rows[0]?.[index] === 'shown').map((skill) => skill.toLowerCase()),
  );
  const named = new Map([...listed, ...shown].map((skill) => [skill.toLowerCase(), skill]));
  const has = (isShown: boolean) =>
    [...named].filter(([key]) => evident.has(key) === isShown).map(([, skill]) => skill);
  return [...has(true), ...has(false)];
}

function linesOf(content: Content, id: string): Line[] {
  const section = content.sections.find((candidate) => candidate.id === id);
  const all = (group: Group): Entry[] => [...group.entries, ...group.groups.flatMap(all)];
  const entries = section?.kind === 'entries' ? section.groups.flatMap(all) : [];
  return entries
    .slice(0, MOST_LINES)
    .map(({ title, subtitle, dates }) => ({ title, ...optional({ place: subtitle, dates }) }));
}

function toVersions(artifacts: readonly ManifestArtifact[], variants: NonNullable<Profile['variants']>): Version[] {
  const names = [...new Set(artifacts.map(({ variant = '' }) => variant))].sort();
  return names.map((variant) => ({
    variant,
    ...optional({ label: variants[variant]?.label }),
    files: artifacts
      .filter((artifact) => (artifact.variant ?? '') === variant && placeOf(artifact) !== undefined)
      .sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0))
      .map(({ path, kind, bytes, pages, page, stale }) => ({ path, kind, bytes, ...optional({ pages, page, stale }) })),
  }));
}

/**
 * The position of a file among those that the page offers: 0 for a kind of a newer version, undefined for a hidden
 * kind.
 */
function placeOf({ kind }: ManifestArtifact): number | undefined {
  const entry = formatOfKind(kind);
  return entry ? entry.offered : 0;
}

/** The whole text of a résumé, without links and pictures. */
function wholeText(content: Content): string {
  const { name, label, tagline, availability, contacts, metrics, sections } = content;
  const head = [name, label, tagline?.plain, availability, ...contacts.map(({ text }) => text), textOf(metrics)];
  return [...head, textOf(sections)].filter(Boolean).join('\n');
}

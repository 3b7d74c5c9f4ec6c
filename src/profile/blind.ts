import type { Profile } from './schema.js';

export interface BlindOptions {
  /** What the person is called instead, such as "Candidate A". */
  alias: string;
  /** More words that must go. */
  words: readonly string[];
  employers: boolean;
  schools: boolean;
}

export interface Blinded {
  profile: Profile;
  /** What may still give the person away, for a human to look at: project names and other proper nouns. */
  review: string[];
  /** The words that were removed, for those who check that nothing of them is left. */
  removed: string[];
}

/** Fields that name or reach a person, or lead to a place that does. */
const DROPPED = new Set([
  'email',
  'phone',
  'image',
  'picture',
  'url',
  'website',
  'links',
  'images',
  'profiles',
  'address',
  'postalCode',
  'canonical',
  '$schema',
]);

/**
 * A profile without whoever it is about: each part of the name, handles, addresses, pictures and chosen words are gone,
 * in prose too; employers and schools are numbered where that is asked for.
 */
export function blindProfile(profile: Profile, options: BlindOptions): Blinded {
  const { variants: _variants, ...rest } = profile;
  const secrets = secretsOf(profile, options);
  const replacements = [...secrets]
    .sort(([a], [b]) => b.length - a.length)
    .map(([word, by]) => [patternOf(word), by] as const);
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value, replacements);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => !DROPPED.has(key));
    return Object.fromEntries(kept.map(([key, inner]) => [key, visit(inner)]));
  };
  const blinded = visit(rest) as Profile;
  const named: Profile = { ...blinded, basics: { ...blinded.basics, name: options.alias } as Profile['basics'] };
  return { profile: named, review: properNouns(named, options.alias), removed: [...secrets.keys()] };
}

/** The words that must go, each with what stands in its place. */
function secretsOf(profile: Profile, options: BlindOptions): Map<string, string> {
  const secrets = new Map<string, string>();
  const add = (word: string | undefined, by: string) => {
    const trimmed = word?.trim() ?? '';
    if (trimmed.length > 1 && !secrets.has(trimmed)) secrets.set(trimmed, by);
  };
  const { basics } = profile;
  add(basics?.name, options.alias);
  for (const part of basics?.name?.split(/[\s.,]+/) ?? []) add(part, options.alias);
  for (const account of basics?.profiles ?? []) {
    add(account.username, options.alias);
    // A profile's address ends in the handle; its host is the network's own.
    for (const part of account.url?.split(/[/?#]/).slice(3) ?? []) if (part.length > 3) add(part, options.alias);
  }
  for (const address of [basics?.url, basics?.email && `https://${basics.email.split('@')[1]}`]) {
    if (address && URL.canParse(address)) add(new URL(address).hostname.replace(/^www\./, ''), 'a web site');
  }
  add(basics?.email?.split('@')[0], options.alias);
  add(basics?.phone, '');
  for (const word of options.words) add(word, '…');
  const number = (names: readonly (string | undefined)[], noun: string) => {
    for (const [index, name] of [...new Set(names.filter(Boolean))].entries()) add(name, `${noun} ${index + 1}`);
  };
  const jobs = (profile.work ?? []).flatMap((job) => [
    job.name,
    ...(job.engagements ?? []).map((engagement) => engagement.name),
  ]);
  if (options.employers) number([...jobs, ...(profile.volunteer ?? []).map((item) => item.organization)], 'Employer');
  if (options.schools)
    number(
      (profile.education ?? []).map((item) => item.institution),
      'School',
    );
  return secrets;
}

/** A word alone; of four letters or more also where it is a part of another, as in a handle. */
function patternOf(word: string): RegExp {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
  const inside = /^[\p{L}\p{N}_-]{4,}$/u.test(word);
  const pattern = inside
    ? `[\\p{L}\\p{N}_-]*${escaped}[\\p{L}\\p{N}_-]*`
    : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
  return new RegExp(pattern, 'giu');
}

function redact(text: string, replacements: readonly (readonly [RegExp, string])[]): string {
  const unlinked = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, '…')
    .replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '…');
  return replacements.reduce((result, [pattern, by]) => result.replace(pattern, by), unlinked);
}

/** Names that a reader might know: project and employer names, and words with capitals inside sentences. */
function properNouns(profile: Profile, alias: string): string[] {
  const found = new Set<string>();
  for (const project of profile.projects ?? []) if (project.name) found.add(project.name);
  for (const job of profile.work ?? []) if (job.name) found.add(job.name);
  for (const school of profile.education ?? []) if (school.institution) found.add(school.institution);
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) visit(item);
    else if (typeof value === 'string') {
      for (const [match] of value.matchAll(/(?<=[\p{Ll},;] )\p{Lu}[\p{L}\p{N}-]+(?: \p{Lu}[\p{L}\p{N}-]+)*/gu))
        found.add(match);
    }
  };
  visit(profile);
  return [...found].filter((name) => !alias.startsWith(name)).sort();
}

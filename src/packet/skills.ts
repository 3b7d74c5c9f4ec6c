import { searchedTexts } from '../profile/field-walk.js';
import { type Profile, profileSchema } from '../profile/schema.js';
import { canonicalSkill, PLAIN_WORDS, spellingsOf } from './skill-names.js';

/** How a candidate states a skill: in a job or project, or only in a list of skills. */
type Evidence = 'shown' | 'listed';

/** The skills that a profile names itself, each in its usual spelling: lists of skills, and the keywords of entries. */
export function namedSkills(profile: Profile): { listed: string[]; shown: string[] } {
  const listed = (profile.skills ?? []).flatMap((skill) =>
    split(skill.keywords?.length ? skill.keywords : [skill.name ?? '']),
  );
  const shown = [
    ...(profile.work ?? []),
    ...(profile.projects ?? []),
    ...(profile.sections ?? []).flatMap((section) => section.entries ?? []),
  ].flatMap((entry) => split(entry.keywords ?? []));
  return { listed, shown };
}

/** `AWS (EC2, S3)` names three skills. */
function split(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/[(),]/))
    .map(canonicalSkill)
    .filter((text) => text.length > 0);
}

/** All that the jobs and projects of a profile state, as one text. */
function statementsOf({ work, projects }: Profile): string {
  const texts = searchedTexts(profileSchema, { work, projects });
  return texts.flatMap(({ metadata, value }) => (metadata.place || metadata.shared ? [] : [value])).join('\n');
}

interface SkillMatrix {
  skills: string[];
  /** A row a profile, a cell a skill; undefined is "not stated". */
  rows: (Evidence | undefined)[][];
}

/**
 * Which of the skills that come up most often each profile shows in its jobs and projects, or lists. Skills that more
 * profiles state come first; of equal ones those that are shown more often, then by name.
 */
export function skillMatrix(profiles: readonly Profile[], most: number, wanted = ''): SkillMatrix {
  const named = profiles.map(namedSkills);
  const work = profiles.map(statementsOf);
  const claims = profiles.map(({ basics }) => [basics?.label, basics?.tagline, basics?.summary].join('\n'));
  // Letters of either size are one skill; it is shown as it is written first.
  const spelled = new Map<string, string>();
  for (const skill of named.flatMap(({ listed, shown }) => [...listed, ...shown])) {
    if (!spelled.has(skill.toLowerCase())) spelled.set(skill.toLowerCase(), skill);
  }
  const all = [...spelled.values()];
  const states = (list: readonly string[] | undefined, skill: string) =>
    list?.some((other) => other.toLowerCase() === skill.toLowerCase()) === true;
  const evidence = new Map(
    all.map((skill) => {
      // As it is usually written: "react to" is no React, and a node is no Node.js. Of other spellings only those with a
      // figure in them, such as k8s, are never plain words.
      const spellings = [skill, capitalised(skill), ...spellingsOf(skill).filter((alias) => /\d/.test(alias))];
      const says = (text: string) => !PLAIN_WORDS.has(skill) && spellings.some((spelling) => writes(text, spelling));
      const cells = profiles.map((_, index): Evidence | undefined => {
        if (states(named[index]?.shown, skill) || says(work[index] ?? '')) return 'shown';
        return states(named[index]?.listed, skill) || says(claims[index] ?? '') ? 'listed' : undefined;
      });
      return [skill, cells] as const;
    }),
  );
  const asked = wanted.toLowerCase();
  const isAsked = (skill: string) => (asked.includes(skill.toLowerCase()) && !PLAIN_WORDS.has(skill) ? 1 : 0);
  const weight = (skill: string): [number, number] => {
    const cells = evidence.get(skill) ?? [];
    return [cells.filter(Boolean).length, cells.filter((cell) => cell === 'shown').length];
  };
  const skills = all
    // A column has room for a short name; a query asks for any.
    .filter((skill) => most === Number.POSITIVE_INFINITY || skill.length <= 24)
    .sort((a, b) => {
      const [statedA, shownA] = weight(a);
      const [statedB, shownB] = weight(b);
      return isAsked(b) - isAsked(a) || statedB - statedA || shownB - shownA || (a < b ? -1 : 1);
    })
    .slice(0, most);
  return { skills, rows: profiles.map((_, index) => skills.map((skill) => evidence.get(skill)?.[index])) };
}

/** A query asks for `rust`; a résumé writes Rust. */
function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `true` if a text writes a skill. No plain word looks like TypeScript, so that its letters may be of either size. */
function writes(text: string, skill: string): boolean {
  if (/.[A-Z]/.test(skill)) return hasWord(text.toLowerCase(), skill.toLowerCase());
  return hasWord(text, skill);
}

/** `true` if a text has a word as a whole word, in these very letters. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (
      !/[\p{L}\p{N}+#.]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
      !/^[\p{L}\p{N}+#]/u.test(text.slice(at + word.length, at + word.length + 2))
    )
      return true;
  }
  return false;
}

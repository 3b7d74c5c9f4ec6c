import type { Path } from '../../profile/document.js';
import type { Profile } from '../../profile/schema.js';
import { KNOWN_SKILLS } from '../skill-names.js';
import { COMMON_WORDS } from './common-words.js';
import { fold } from './fold.js';
import { TECHNOLOGIES } from './technologies.js';
import { wordsOf } from './words.js';

const KNOWN = new Set([...KNOWN_SKILLS].map(fold));

/** Skills of one word; a skill of several words that contains the name still counts as the name. */
export function skillWords(profile: Profile): ReadonlySet<string> {
  const listed = (profile.skills ?? []).flatMap(({ name, keywords }) => [name, ...(keywords ?? [])]);
  const tools = [profile.work, profile.projects, profile.education].flatMap((entries) =>
    (entries ?? []).flatMap(({ keywords }) => keywords ?? []),
  );
  const single = (text: string | undefined) => {
    const words = wordsOf(text ?? '');
    return words.length === 1 ? [words[0]?.keys[0] ?? ''] : [];
  };
  return new Set([...listed.flatMap(single), ...tools.flatMap(single).filter((key) => COMMON_WORDS.has(key))]);
}

/** Skills of one word that are technologies or common words, and so are not evidence of a person in prose. */
export function knownSkillWords(profile: Profile): ReadonlySet<string> {
  const isKnown = (key: string) => COMMON_WORDS.has(key) || TECHNOLOGIES.has(key) || KNOWN.has(key);
  return new Set([...skillWords(profile)].filter(isKnown));
}

/** `true` for a field that lists skills or tools, in which a skill that is part of the name stays. */
export function isSkillList(path: Path): boolean {
  return /^skills\.\d+\.name$|\.(?:keywords|technologies)\.\d+$/.test(path.join('.'));
}

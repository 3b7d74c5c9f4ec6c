import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROFILES, ROOT } from '../support/paths.js';

/** A profile that is printed and read back. */
export interface Fixture {
  /** The name in `GROUPS`. */
  group: string;
  slug: string;
  path: string;
}

const FIXTURES = join(ROOT, 'test', 'fixtures');
const LANGUAGES = ['ats/languages', 'locales'];
const EAST_ASIAN = /^(?:ja|ko|zh|zh-hant)$/;
const RIGHT_TO_LEFT = /^(?:ar|he)$/;

const yamlIn = (folder: string) =>
  readdirSync(join(FIXTURES, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(FIXTURES, folder, name));

const slugOf = (path: string) => basename(path, '.yaml');

const languages = (belongs: (slug: string) => boolean) =>
  LANGUAGES.flatMap(yamlIn).filter((path) => belongs(slugOf(path)));

/** The groups of profiles whose figures are in docs/ats.md, by their names there. */
const GROUPS: Readonly<Record<string, () => string[]>> = {
  shipped: () => PROFILES.map((slug) => join(ROOT, 'profiles', `${slug}.yaml`)),
  shapes: () => yamlIn('ats/shapes'),
  words: () => [...yamlIn('ats/words'), join(FIXTURES, 'cases', 'ats-glue.yaml')],
  'European languages': () => languages((slug) => slug !== 'hi' && !EAST_ASIAN.test(slug) && !RIGHT_TO_LEFT.test(slug)),
  'Chinese, Japanese, Korean': () => languages((slug) => EAST_ASIAN.test(slug)),
  Hindi: () => languages((slug) => slug === 'hi'),
  'right to left': () => languages((slug) => RIGHT_TO_LEFT.test(slug)),
};

export const GROUP_NAMES = Object.keys(GROUPS);

/** The name of the group of languages that are written from right to left. */
export const RIGHT = 'right to left';

/** All profiles that are printed and read back, in the order of their groups. */
export const FIXTURES_TO_READ: readonly Fixture[] = Object.entries(GROUPS).flatMap(([group, paths]) =>
  paths().map((path) => ({ group, slug: slugOf(path), path })),
);

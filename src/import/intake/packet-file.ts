import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { DossierError } from '../../errors.js';
import { readPacket } from '../../packet/schema.js';
import { Output } from '../../pipeline/output.js';
import { readDocument } from '../../profile/document.js';
import { PROFILE_ENDINGS, SLUG } from '../../profile/names.js';
import { at, items } from '../../profile/values.js';
import { appendItems } from '../append.js';

/** A packet file, which need not exist yet. */
export interface PacketPlace {
  /** The absolute path. */
  path: string;
  /** The path as messages show it. */
  file: string;
  slug: string;
}

/**
 * The packet file that a user named: one in the folder `packets` of the profiles, if only its name is given.
 *
 * @throws DossierError USAGE if no run would read that file
 */
export function packetPlace(named: string, profiles: string, cwd: string): PacketPlace {
  const folder = resolve(cwd, profiles, 'packets');
  const ending = extname(named) === '' ? '.yaml' : '';
  const isName = !isAbsolute(named) && dirname(named) === '.';
  const path = isName ? join(folder, named + ending) : resolve(cwd, named + ending);
  const slug = basename(path, extname(path));
  const fail = (message: string, hint: string) => new DossierError('USAGE', message, { hint });
  if (relative(folder, dirname(path)) !== '')
    throw fail(`--packet ${named} is not in ${join(profiles, 'packets')}`, 'packets are read in that folder only');
  if (!PROFILE_ENDINGS.includes(extname(path)) || !SLUG.test(slug))
    throw fail(
      `--packet ${named} is no name of a packet file`,
      'use small letters, digits and hyphens, such as backend-engineers.yaml',
    );
  return { path, file: isName ? join(profiles, 'packets', basename(path)) : named + ending, slug };
}

/** A candidate to add. */
export interface NewCandidate {
  slug: string;
  name: string;
}

/**
 * Adds candidates to a packet file in the order of their names, after those that it has; nothing else in it changes. A
 * file that does not exist is created.
 *
 * @param profiles the names of all profiles
 * @returns the candidates that were added
 * @throws DossierError PACKET_INVALID, with the file unchanged, and as `readDocument` does
 */
export async function addCandidates(
  { path, file, slug }: PacketPlace,
  people: readonly NewCandidate[],
  profiles: readonly string[],
): Promise<NewCandidate[]> {
  const before = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new DossierError('PACKET_INVALID', 'the packet file cannot be read', { where: { file }, cause });
  });
  const document = before && readDocument(before, file);
  if (document && at(document.value, 'profiles') !== undefined)
    throw new DossierError('PACKET_INVALID', 'the packet finds its candidates by a query', {
      where: { file },
      hint: 'name another file with --packet; the query finds imported profiles, too',
    });
  const named = new Set(
    items(at(document?.value, 'candidates')).map((each) => (typeof each === 'string' ? each : at(each, 'profile'))),
  );
  const added = people.filter((person) => !named.has(person.slug)).toSorted(byName);
  if (added.length === 0) return [];
  const slugs = added.map((person) => person.slug);
  const isJson = extname(path) === '.json';
  const text = document
    ? appendItems(document.text, 'candidates', slugs, document.isJson)
    : isJson
      ? `${JSON.stringify({ title: titleOf(slug), candidates: slugs }, null, 2)}\n`
      : stringify({ title: titleOf(slug), candidates: slugs });
  const after = new TextEncoder().encode(text);
  // A file that this would damage stays as it is.
  await readPacket(after, file, { profiles, asOf: '2000-01', find: async () => [] });
  await new Output(dirname(path)).write(basename(path), after);
  return added;
}

/** `Backend engineers` for `backend-engineers`. */
function titleOf(slug: string): string {
  const words = slug.split('-').filter(Boolean).join(' ');
  return words === '' ? 'Candidates' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function byName(one: NewCandidate, other: NewCandidate): number {
  return new Intl.Collator('en').compare(one.name, other.name) || (one.slug < other.slug ? -1 : 1);
}

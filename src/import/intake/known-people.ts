import { readFile } from 'node:fs/promises';
import { discover, overlayFolder, overlaysOf } from '../../pipeline/discover.js';
import { readDocument } from '../../profile/document.js';
import { mergeGroups } from '../../profile/values.js';
import { personOf } from '../person.js';
import { People } from './people.js';
import type { Originals } from './records.js';

/** The people of a folder of profiles: those of the records, and those of profiles that were not imported. */
export async function knownPeople(folder: string, originals: Originals): Promise<People> {
  const people = new People();
  const { profiles } = await discover(folder).catch(() => ({ profiles: [] }));
  const slugs = new Set(profiles.map(({ slug }) => slug));
  for (const { slug, person } of originals.all) if (slugs.has(slug)) people.add(slug, person);
  for (const source of profiles) {
    if (originals.get(source.slug)) continue;
    const own = await documentAt(source.path);
    let details: unknown;
    for (const path of overlaysOf(source, overlayFolder(folder))) details ??= await documentAt(path);
    if (own !== undefined) people.add(source.slug, personOf(details === undefined ? own : mergeGroups(own, details)));
  }
  return people;
}

/** The value of a document; undefined if it cannot be read, which the commands that need it report. */
async function documentAt(path: string): Promise<unknown> {
  try {
    return readDocument(await readFile(path), path).value;
  } catch {
    return undefined;
  }
}

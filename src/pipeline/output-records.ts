import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { REGISTRY } from '../document/formats.js';
import { SLUG } from '../profile/names.js';
import { isArtifactPath, isPrivate, MANIFEST_PATH, type ManifestArtifact } from './manifest.js';
import { CACHE_PATH, JOURNAL_PATH, MARK_PATH, PUBLISHED_PATH } from './output.js';

/** The kinds of files that a folder may contain, according to the records of earlier runs; both if that is unknown. */
interface Recorded {
  mayBePrivate: boolean;
  mayBePublic: boolean;
}

/** The names in a folder; none if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Reads the records in a folder: mark, manifest, cache and journal. A copied folder may lack the dotfiles. */
export function recordsOf(folder: string, names: readonly string[] = namesIn(folder)): Recorded {
  const isMarked = names.includes(MARK_PATH);
  const isPublished = names.includes(PUBLISHED_PATH);
  const hasJournal = names.includes(JOURNAL_PATH) && isJournal(join(folder, JOURNAL_PATH));
  const manifest = names.includes(MANIFEST_PATH) ? entriesOf(join(folder, MANIFEST_PATH)) : 'none';
  if (typeof manifest === 'string') {
    const hasCache = names.includes(CACHE_PATH) && isCache(join(folder, CACHE_PATH));
    const isUnidentified = manifest === 'damaged' || hasJournal || hasCache;
    return {
      mayBePrivate: isMarked || (isUnidentified && !isPublished),
      mayBePublic: !isMarked && (isUnidentified || isPublished),
    };
  }
  const isUnlisted = hasJournal || isPublished || (manifest.length === 0 && hasOutputFiles(folder, names));
  return {
    mayBePrivate: isMarked || manifest.some((entry) => isPrivate(entry) || !isArtifactPath(entry.path)),
    mayBePublic:
      manifest.some((entry) => entry.private === false) ||
      (!isMarked && (isUnlisted || manifest.some((entry) => entry.private !== true))),
  };
}

/** `true` if a folder without a manifest has a cache, a journal, or files that a run may have written. */
export function hasUnlistedFiles(folder: string): boolean {
  const names = namesIn(folder);
  const { mayBePrivate, mayBePublic } = recordsOf(folder, names);
  return mayBePrivate || mayBePublic || hasOutputFiles(folder, names);
}

/** `true` if a folder contains files, other than the listed ones, whose paths are those of documents or packets. */
export function hasOutputFiles(
  folder: string,
  names: readonly string[] = namesIn(folder),
  listed: ReadonlySet<string> = new Set(),
): boolean {
  return names
    .filter((name) => SLUG.test(name))
    .some((slug) => namesIn(join(folder, slug)).some((name) => isOutput(slug, name) && !listed.has(`${slug}/${name}`)));
}

/** `true` for a file name that `resumePath` or `packetPath` could have created. */
function isOutput(folder: string, name: string): boolean {
  if (folder === 'packets') return name.endsWith('.pdf');
  const isNamed = name.startsWith(`${folder}.`) || name.startsWith(`${folder}_`);
  return isNamed && REGISTRY.some(({ extension }) => extname(name) === `.${extension}`);
}

type Entry = Pick<ManifestArtifact, 'path' | 'private'>;

/**
 * The entries of a manifest. They are not validated, since one invalid entry must not hide the others.
 *
 * @returns `none` if another program wrote the file
 */
function entriesOf(path: string): Entry[] | 'none' | 'damaged' {
  let text: string;
  try {
    const about = statSync(path);
    if (about.isDirectory()) return 'none';
    // Reading a named pipe would never end.
    if (!about.isFile()) return 'damaged';
    text = readFileSync(path, 'utf8');
  } catch {
    return 'damaged';
  }
  try {
    const { artifacts } = Object(JSON.parse(text)) as { artifacts?: unknown };
    if (!Array.isArray(artifacts)) return 'none';
    const entries = artifacts.map((entry) => ({ path: '', ...Object(entry) }) as Record<string, unknown>);
    const isOwn = entries.length === 0 || entries.some(({ path, sha256 }) => typeof path === 'string' && sha256);
    return isOwn ? entries.map((entry) => ({ path: String(entry.path), private: entry.private as boolean })) : 'none';
  } catch {
    return text.includes('"artifacts"') ? 'damaged' : 'none';
  }
}

function isCache(path: string): boolean {
  return beginOf(path)?.startsWith('{"version":') === true;
}

/** Each line of a journal begins with a digest; the journal of a run that was killed early is empty. */
function isJournal(path: string): boolean {
  const begin = beginOf(path);
  return begin !== undefined && (begin === '' || /^[\w-]{43} \{/.test(begin));
}

/** The first characters of a file; undefined if it cannot be read. */
function beginOf(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(64);
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { DossierError } from '../errors.js';
import { isBelow } from './contained-path.js';
import { isPrivate, type Listing } from './manifest.js';
import { MARK_PATH, type Output } from './output.js';
import { hasOutputFiles, hasUnlistedFiles, recordsOf } from './output-records.js';

const MARK = 'Private details are in this folder: do not publish it.\n';

/**
 * Requires separate folders for private and public artifacts: files of an earlier run stay beside those of the next
 * one, and a folder is uploaded or published as a whole.
 *
 * @param listing the manifest of earlier runs; undefined if there is none
 * @param wantsPrivate `true` if the run merges private details
 * @throws DossierError OUTPUT_PRIVACY if the folder holds artifacts of the other kind
 */
export function requireSameKind(output: Output, listing: Listing | undefined, wantsPrivate: boolean): void {
  if (wantsPrivate) requireNoPublic(output, listing);
  else requireNoPrivate(output, listing);
}

function requireNoPrivate(output: Output, listing: Listing | undefined): void {
  const { folder } = output;
  requirePublic(output, listing, 'choose another folder with --out, or remove this one');
  if (!listing && hasUnlistedFiles(folder)) throw unidentified(folder, 'choose another folder with --out, or empty it');
  const inner = findInnerPrivate(folder);
  if (inner !== undefined)
    throw new DossierError('OUTPUT_PRIVACY', `${inner}, inside ${folder}, holds private details`, {
      hint: 'choose another folder with --out: a folder is published or uploaded with everything in it',
    });
}

/**
 * @param hint the fix to suggest if the folder is private
 * @throws DossierError OUTPUT_PRIVACY if any artifact may hold private details
 */
export function requirePublic({ folder }: Output, listing: Listing | undefined, hint: string): void {
  const fail = (message: string) => new DossierError('OUTPUT_PRIVACY', message, { hint });
  const found = listing?.artifacts.find(isPrivate);
  if (found && found.private === undefined)
    throw fail(`${folder} may hold private details: its manifest does not say whether ${found.path} is private`);
  if (found || isMarked(folder)) throw fail(`${folder} holds private details`);
  if (listing?.hasForeignPaths)
    throw fail(`${folder} may hold private details: its manifest lists paths that no run writes to`);
}

function requireNoPublic({ folder }: Output, listing: Listing | undefined): void {
  const hint = 'choose another folder with --out, or omit it: private files go to out-private';
  const outer = outerPublic(folder);
  if (outer !== undefined)
    throw new DossierError('OUTPUT_PRIVACY', `${folder} is inside ${outer}, which holds public files`, { hint });
  const found = listing?.artifacts.find((artifact) => artifact.private === false);
  if (found) throw new DossierError('OUTPUT_PRIVACY', `${folder} holds public files, such as ${found.path}`, { hint });
  if (isMarked(folder)) return;
  const listed = new Set(listing?.artifacts.map(({ path }) => path));
  if (recordsOf(folder).mayBePublic || hasOutputFiles(folder, undefined, listed)) throw unidentified(folder, hint);
}

function unidentified(folder: string, hint: string): DossierError {
  const message = `${folder} holds files of earlier runs, but no record of whether they contain private details`;
  return new DossierError('OUTPUT_PRIVACY', message, { hint });
}

/**
 * Requires that a file with personal data is not written among public artifacts.
 *
 * @param what the file, as messages call it
 * @param option the option that names the file or its folder
 * @param project the folder of the project: after `--out .` it is public as a whole, and its sources are there
 * @throws DossierError OUTPUT_PRIVACY if the path is, or is inside, a folder to which a run or `publish` wrote public
 *   artifacts
 */
export function requireOutsidePublic(path: string, what: string, option: string, project?: string): void {
  const isPublic = (folder: string) =>
    recordsOf(folder).mayBePublic && !(project !== undefined && isBelow(project, folder));
  const outer = [...pathsTo(path), ...foldersAbove(path)].find(isPublic);
  if (outer === undefined) return;
  throw new DossierError('OUTPUT_PRIVACY', `${what} cannot be in ${outer}, which holds public files`, {
    hint: `choose another folder with ${option}: everything in this one may be published or shared`,
  });
}

/** A folder above this one to which a run or `publish` wrote public artifacts. */
function outerPublic(folder: string): string | undefined {
  return [...foldersAbove(folder)].find((outer) => recordsOf(outer).mayBePublic);
}

/** A mark that is a broken link, a folder or an unreadable file counts as well. */
function isMarked(folder: string): boolean {
  return lstatSync(join(folder, MARK_PATH), { throwIfNoEntry: false }) !== undefined;
}

/** Marks the folder before private details are merged: a run that is killed may not have recorded its files. */
export async function markPrivate(output: Output): Promise<void> {
  if (!isMarked(output.folder)) await output.write(MARK_PATH, new TextEncoder().encode(MARK), 0o600);
}

/** The number of folders that one search reads; a link may lead to a whole disk. */
const MOST_FOLDERS = 200_000;

/**
 * The first folder or link at any depth below a folder that leads to private details. Whoever uploads the folder may
 * follow its links, so the folders that these lead to are searched as well.
 *
 * @throws DossierError OUTPUT_PRIVACY if there are too many folders
 */
export function findInnerPrivate(folder: string, most = MOST_FOLDERS): string | undefined {
  const roots = [realpathSync(folder)];
  const folders = [folder];
  const isPrivateAbove = new Map<string, boolean>();
  for (const next of folders) {
    const entries = entriesIn(next);
    const names = entries.map(({ name }) => name);
    if (next !== folder && recordsOf(next, names).mayBePrivate) return next;
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isSymbolicLink()) continue;
      const target = targetOf(path);
      if (target === undefined || roots.some((root) => isWithin(target.path, root))) continue;
      if (isBelowPrivate(target.path, isPrivateAbove)) return path;
      if (!target.isFolder) continue;
      roots.push(target.path);
      folders.push(path);
    }
    if (folders.length > most)
      throw new DossierError('OUTPUT_PRIVACY', `${folder} holds too many folders to search for private details`, {
        hint: 'choose another folder with --out',
      });
  }
  return undefined;
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function targetOf(link: string): { path: string; isFolder: boolean } | undefined {
  try {
    return { path: realpathSync(link), isFolder: statSync(link).isDirectory() };
  } catch {
    return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** `true` if a folder above the target of a link holds private details, as those of a candidate do. */
function isBelowPrivate(path: string, known: Map<string, boolean>): boolean {
  const parent = dirname(path);
  if (parent === path) return false;
  const before = known.get(parent);
  if (before !== undefined) return before;
  const found = recordsOf(parent).mayBePrivate || isBelowPrivate(parent, known);
  known.set(parent, found);
  return found;
}

/** The number of links after which Linux refuses to resolve a path. */
const MOST_LINKS = 40;

/**
 * The paths that lead to a file or folder, which need not exist: the given one, then one more for each of its links,
 * with that link resolved.
 */
function pathsTo(path: string): string[] {
  const paths = [resolve(path)];
  for (const next of paths) {
    const link = firstLink(next);
    if (link === undefined || paths.length > MOST_LINKS) break;
    paths.push(join(resolve(dirname(link), readlinkSync(link)), relative(link, next)));
  }
  return paths;
}

/** The folders above a file or folder by any of its paths, the nearest first. */
function foldersAbove(path: string): Set<string> {
  return new Set(pathsTo(path).flatMap(parentsOf));
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

/** The outermost part of a path that is a link. */
function firstLink(path: string): string | undefined {
  return [path, ...parentsOf(path)].findLast((part) => {
    try {
      return lstatSync(part).isSymbolicLink();
    } catch {
      return false;
    }
  });
}

import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { watch as openWatcher } from 'chokidar';
import { isProfileFile, overlayFolder } from '../pipeline/profile-files.js';
import type { Project } from './draw.js';

/** A file that was written, made or removed. */
export interface FileChange {
  kind: 'profile' | 'template';
  path: string;
}

interface WatchedFolders extends Project {
  templates: readonly string[];
  /** Whether packet files are watched too. */
  packets?: boolean;
}

/** Watches until it is disposed of; files that are there already are not told. */
export type Watch = (
  folders: WatchedFolders,
  tell: (change: FileChange) => void,
  fail: (error: Error) => void,
) => Promise<AsyncDisposable>;

const PICTURE = /\.(png|jpe?g|webp|gif|svg)$/i;
const TEMPLATE_FILE = /\.(hbs|css|yaml)$/;

/** `true` for a file that may be a profile, or a picture of one. */
const isOfProfile = (path: string) => isProfileFile(path.toLowerCase()) || PICTURE.test(path);
const isOfTemplate = (path: string) => TEMPLATE_FILE.test(path);

/** The watcher passes over what happens to a file within 50 ms of what it told last; later it is looked at once more. */
const BLIND = 60;

/** Watches the folders of profiles, of their private details where these are merged, and of templates. */
export const watchFolders: Watch = async (folders, tell, fail) => {
  const { profiles, files = [], overlays, templates } = folders;
  const named = files.map(({ path }) => path);
  const beside = overlays === undefined ? [] : named.map((path) => overlayFolder(dirname(path)));
  // Neither packets nor private details that nobody asked for change a résumé.
  const closed = [
    ...(folders.packets ? [] : [join(profiles, 'packets')]),
    ...(overlays === undefined ? [overlayFolder(profiles)] : []),
  ];
  const opened = await Promise.all([
    watchOne([profiles, ...named, ...beside], isOfProfile, closed, (path) => tell({ kind: 'profile', path }), fail),
    watchOne(templates, isOfTemplate, [], (path) => tell({ kind: 'template', path }), fail),
  ]);
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((watcher) => watcher.close()));
    },
  };
};

async function watchOne(
  folders: readonly string[],
  isWatched: (path: string) => boolean,
  closed: readonly string[],
  tell: (path: string) => void,
  fail: (error: Error) => void,
) {
  const watcher = openWatcher([...folders], {
    ignoreInitial: true,
    // Editors that save by renaming remove the file for a moment.
    atomic: true,
    ignored: (path, stats) => {
      if (folders.includes(path)) return false;
      const hidden = folders.some((folder) => isHidden(relative(folder, path)));
      return hidden || closed.includes(path) || (stats?.isFile() === true && !isWatched(path));
    },
  });
  const again = new Set<NodeJS.Timeout>();
  const look = (path: string, stats: Stats | undefined) => {
    // Many editors empty a file before they write it; what is still empty later is meant so.
    if (stats?.size !== 0) tell(path);
    if (!stats) return;
    const timer = setTimeout(async () => {
      again.delete(timer);
      const now = await stat(path).catch(() => undefined);
      if (watcher.closed || !now) return;
      // A file that is emptied and written within one tick of the system's clock keeps its time.
      if (now.mtimeMs !== stats.mtimeMs || now.size !== stats.size) look(path, now);
      else if (now.size === 0) tell(path);
    }, BLIND);
    again.add(timer);
  };
  watcher.on('all', (event, path, stats) => {
    if (event === 'addDir' || event === 'unlinkDir') tell(path);
    else if (isWatched(path)) look(path, stats);
  });
  watcher.on('error', (error) => fail(error as Error));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    close: async () => {
      for (const timer of again) clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** What lies in a dot folder or among installed packages. A path outside of the folder says nothing about it. */
function isHidden(path: string): boolean {
  const parts = path.split(sep);
  if (parts[0] === '..') return false;
  return parts.some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '.'));
}

/** How long nothing may have happened, in milliseconds: an editor writes a file in steps, and git many files. */
const QUIET = 20;

/** How long a burst that does not end keeps a page waiting. */
const PATIENCE = 400;

/** Gathers what happens in quick succession into one batch. */
export class Burst<T> {
  readonly #send: (batch: T[], since: number) => void;
  readonly #now: () => number;
  #batch: T[] = [];
  #since = 0;
  #quiet: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  /** @param send takes a batch, and when its first part came */
  constructor(send: (batch: T[], since: number) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  add(item: T): void {
    if (this.#batch.length === 0) this.#since = this.#now();
    this.#batch.push(item);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#end(), QUIET);
    this.#patience ??= setTimeout(() => this.#end(), PATIENCE);
  }

  /** Forgets what was not sent. */
  close(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#batch = [];
  }

  #end(): void {
    const batch = this.#batch;
    this.close();
    this.#send(batch, this.#since);
  }
}

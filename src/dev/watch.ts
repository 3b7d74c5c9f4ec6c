import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { watch as openWatcher } from 'chokidar';
import { isProfileFile, overlayFolder } from '../pipeline/discover.js';
import type { Project } from './view.js';

/** A file that was written, created or removed. */
export interface FileChange {
  kind: 'profile' | 'template';
  path: string;
}

interface WatchedFolders extends Project {
  templates: readonly string[];
  /** `true` to watch packet files, too. */
  packets?: boolean;
}

/** Watches folders until it is disposed of; existing files are not reported. */
export type Watch = (
  folders: WatchedFolders,
  tell: (change: FileChange) => void,
  fail: (error: Error) => void,
) => Promise<AsyncDisposable>;

const PICTURE = /\.(png|jpe?g|webp|gif|svg)$/i;
const TEMPLATE_FILE = /\.(hbs|css|yaml)$/;

/** `true` for a file that may be a profile, or a picture in a profile. */
const isOfProfile = (path: string) => isProfileFile(path.toLowerCase()) || PICTURE.test(path);
const isOfTemplate = (path: string) => TEMPLATE_FILE.test(path);

/** Milliseconds after which a file is checked again, because chokidar drops changes within 50 ms of the last event. */
const BLIND = 60;

/** Watches the folders of profiles and templates, and the private details if they are merged. */
export const watchFolders: Watch = async (folders, tell, fail) => {
  const { profiles, files = [], overlays, settings = [], templates } = folders;
  const named = [...files.map(({ path }) => path), ...settings];
  const beside = overlays === undefined ? [] : named.map((path) => overlayFolder(dirname(path)));
  // Packets never change a résumé, nor do private details that are not merged.
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
    // Some editors save by renaming, which removes the file for a moment.
    atomic: true,
    ignored: (path, stats) => {
      if (folders.includes(path)) return false;
      const hidden = folders.some((folder) => isHidden(relative(folder, path)));
      return hidden || closed.includes(path) || (stats?.isFile() === true && !isWatched(path));
    },
  });
  const again = new Set<NodeJS.Timeout>();
  const look = (path: string, stats: Stats | undefined) => {
    // Many editors truncate a file before they write it; a file that stays empty is reported later.
    if (stats?.size !== 0) tell(path);
    if (!stats) return;
    const timer = setTimeout(async () => {
      again.delete(timer);
      const now = await stat(path).catch(() => undefined);
      if (watcher.closed || !now) return;
      // A file that is truncated and written within one tick of the system clock keeps its modification time.
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

/** `true` for a path in a dot folder or in node_modules. A path outside of the folder is not hidden. */
function isHidden(path: string): boolean {
  const parts = path.split(sep);
  if (parts[0] === '..') return false;
  return parts.some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '.'));
}

/** Milliseconds without a change that end a burst: an editor writes a file in steps, and git writes many files. */
const QUIET = 20;

/** The longest time that a burst delays its batch, in milliseconds. */
const PATIENCE = 400;

/** Collects items in quick succession into one batch. */
export class Burst<T> {
  readonly #send: (batch: T[], since: number) => void;
  readonly #now: () => number;
  #batch: T[] = [];
  #since = 0;
  #quiet: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  /** @param send receives a batch and the time of its first item */
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

  /** Discards the items that have not been sent. */
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

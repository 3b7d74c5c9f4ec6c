import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { isMainThread, threadId } from 'node:worker_threads';
import { makeFolder } from './pipeline/make-folder.js';

/** The number of files to keep: a few more than one version of the program has. */
const KEPT = 100;

/** Milliseconds for which a thread stays alive after it wrote its code: more than V8 needs to finish compiling. */
const REST = 50;

/** The length of a SHA-256 digest, which precedes the code in a file. */
const DIGEST = 32;

type CompileCache = { enableCompileCache?: (folder: string) => unknown };

/**
 * Runs a CommonJS program with the code that V8 compiled in an earlier run, because compiling takes longer than
 * printing a page. The program runs even if nothing can be cached.
 *
 * @param program path of the program; the modules that it requires from its own folder are cached as well
 * @param cache the cache folder; undefined to cache nothing
 */
export function runCompiled(program: string, cache: string | undefined): void {
  const require = createRequire(program);
  if (cache !== undefined) {
    const { enableCompileCache } = Module as CompileCache;
    const folder = join(cache, 'code', `${process.version}-${process.arch}`);
    // Later versions of Node have a compile cache of their own.
    if (!enableCompileCache) keepCode(require, dirname(program), folder);
    else if (makePrivate(folder)) enableCompileCache(folder);
  }
  require(program);
}

/** Makes `require` use and save compiled code in `folder`, for modules in the folder `own`. */
function keepCode(require: NodeJS.Require, own: string, folder: string): void {
  const fresh: { script: Script; name: string }[] = [];
  const isOurs = isPrivate(folder);
  const load = (module: NodeJS.Module & { _compile?: (source: string, file: string) => void }, file: string) => {
    const source = readFileSync(file, 'utf8');
    if (!file.startsWith(own)) return module._compile?.(source, file);
    // The name covers the path, because compiled code contains it and stack traces show it.
    const name = createHash('sha256').update(`${file}\0${source}`).digest('base64url');
    const cachedData = isOurs ? readCode(join(folder, name)) : undefined;
    const [head = ''] = Module.wrap('\n').split('\n');
    const script = new Script(Module.wrap(source), { filename: file, columnOffset: -head.length, cachedData });
    if (!cachedData || script.cachedDataRejected) fresh.push({ script, name });
    const run = script.runInThisContext();
    const requireOf = (id: string) => module.require(id);
    return run.call(module.exports, module.exports, requireOf, module, file, dirname(file));
  };
  require.extensions['.cjs'] = load;
  const write = () => {
    if (fresh.length > 0) writeCode(folder, fresh);
  };
  if (isMainThread) {
    process.once('exit', write);
    return;
  }
  // Not on the exit of a thread: V8 may still be compiling the code that runs then when Node has already dropped the
  // thread, and the whole process aborts (Node 20).
  process.once('beforeExit', () => {
    write();
    setTimeout(() => {}, REST);
  });
}

/** `true` if no other user could have put code into a folder from which this process would run it. */
function isPrivate(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** Creates a folder unless it exists; returns `true` if only this user can write to it. */
function makePrivate(folder: string): boolean {
  try {
    makeFolder(folder, 0o700);
  } catch {
    return false;
  }
  return isPrivate(folder);
}

/** Reads compiled code; returns undefined if the file is damaged, which V8 does not check. */
function readCode(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(DIGEST);
    return createHash('sha256').update(code).digest().equals(bytes.subarray(0, DIGEST)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Saves code for later runs, each file atomically. A failure is ignored. */
function writeCode(folder: string, fresh: readonly { script: Script; name: string }[]): void {
  try {
    if (!makePrivate(folder)) return;
    for (const { script, name } of fresh) {
      const code = script.createCachedData();
      const file = join(folder, name);
      const temporary = `${file}.${process.pid}-${threadId}`;
      try {
        writeFileSync(temporary, Buffer.concat([createHash('sha256').update(code).digest(), code]));
        renameSync(temporary, file);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    }
    sweep(folder);
  } catch {
    // The disk is full, or the home folder is read-only.
  }
}

/** Removes the oldest files, which belong to earlier versions, from a folder that has too many. */
function sweep(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= KEPT * 2) return;
  const dated = files.map((file) => ({ file, time: statSync(file).mtimeMs }));
  for (const { file } of dated.sort((a, b) => b.time - a.time).slice(KEPT)) rmSync(file, { force: true });
}

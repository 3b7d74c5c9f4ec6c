import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { isMainThread, threadId } from 'node:worker_threads';
import { makeFolder } from './pipeline/make-folder.js';

/** Files that are kept: some more than one version of the program has. */
const KEPT = 100;

/** Milliseconds for which a thread goes on after that: V8 needs less for what it still compiles. */
const REST = 50;

/** The bytes of a SHA-256 digest, which stand before the code. */
const DIGEST = 32;

type CompileCache = { enableCompileCache?: (folder: string) => unknown };

/**
 * Runs a CommonJS program with what V8 has compiled of it in an earlier run, since compiling takes longer than printing
 * a page. Where nothing can be kept the program runs all the same.
 *
 * @param program path of the program; what it requires of its own folder is kept as well
 * @param cache the folder for what may be made again; undefined where nothing is to be kept
 */
export function runCompiled(program: string, cache: string | undefined): void {
  const require = createRequire(program);
  if (cache !== undefined) {
    const { enableCompileCache } = Module as CompileCache;
    const folder = join(cache, 'code', `${process.version}-${process.arch}`);
    // Later versions of Node do this themselves.
    if (!enableCompileCache) keepCode(require, dirname(program), folder);
    else if (makePrivate(folder)) enableCompileCache(folder);
  }
  require(program);
}

/** Makes what is required of the folder `own` use and leave compiled code in `folder`. */
function keepCode(require: NodeJS.Require, own: string, folder: string): void {
  const fresh: { script: Script; name: string }[] = [];
  const isOurs = isPrivate(folder);
  const load = (module: NodeJS.Module & { _compile?: (source: string, file: string) => void }, file: string) => {
    const source = readFileSync(file, 'utf8');
    if (!file.startsWith(own)) return module._compile?.(source, file);
    // Compiled code knows the path of its source, which stack traces show.
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
  // Not as a thread ends: V8 may still compile what runs then when Node knows the thread no more, and the whole process
  // aborts (Node 20).
  process.once('beforeExit', () => {
    write();
    setTimeout(() => {}, REST);
  });
}

/** Whether nobody else could have put code into a folder that this process would run. */
function isPrivate(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** Makes a folder unless it is there; gives whether only this user may write to it. */
function makePrivate(folder: string): boolean {
  try {
    makeFolder(folder, 0o700);
  } catch {
    return false;
  }
  return isPrivate(folder);
}

/** Compiled code, where it is whole: V8 itself does not look. */
function readCode(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(DIGEST);
    return createHash('sha256').update(code).digest().equals(bytes.subarray(0, DIGEST)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves code for later runs, whole files only. That it cannot be kept is no matter. */
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
    // A full disk, or a home that is not to be written to.
  }
}

/** Removes the oldest files of a folder that has too many: those of earlier versions. */
function sweep(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= KEPT * 2) return;
  const dated = files.map((file) => ({ file, time: statSync(file).mtimeMs }));
  for (const { file } of dated.sort((a, b) => b.time - a.time).slice(KEPT)) rmSync(file, { force: true });
}

import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { Lexer, Parser } from 'yaml';
import { DossierError } from '../errors.js';

/** The size limits of a profile: far above any real one, and low enough that no document can exhaust the machine. */
export const LIMITS = {
  /** Size of a file, in bytes. */
  bytes: 1024 * 1024,
  /** Values in a document, with anchors expanded. */
  values: 100_000,
  /** Levels of nesting. */
  depth: 40,
} as const;

const BOM = '\uFEFF';

/**
 * Decodes a UTF-8 file.
 *
 * @throws DossierError PROFILE_LIMIT if the file is too large, PROFILE_ENCODING if it is not UTF-8
 */
export function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length > LIMITS.bytes) {
    throw new DossierError(
      'PROFILE_LIMIT',
      `the file has ${bytes.length.toLocaleString('en')} bytes, more than the limit of ${LIMITS.bytes.toLocaleString('en')}`,
      {
        where: { file },
        hint: 'put pictures in separate files: a profile is text',
      },
    );
  }
  try {
    const text = new TextDecoder('utf-8', {
      fatal: true,
      ignoreBOM: true,
    }).decode(bytes);
    return text.startsWith(BOM) ? text.slice(1) : text;
  } catch (cause) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw new DossierError('PROFILE_ENCODING', `the file is not UTF-8${utf16 ? ' but UTF-16' : ''}`, {
      where: { file, ...(utf16 ? {} : firstBadByte(bytes)) },
      hint: 'save it again as UTF-8',
      cause,
    });
  }
}

function firstBadByte(bytes: Uint8Array): { line: number; column: number } {
  // With `stream`, a decoder accepts a prefix that ends inside a character: a binary search finds the longest valid
  // prefix.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, good), { stream: true }).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Returns the offset at which brackets or blocks are nested too deeply, if any. The check uses the parser's own stack
 * before a document is composed: composing recurses, and if the call stack overflows while V8 compiles a regular
 * expression, V8 aborts the whole process, so no `catch` could save the other profiles.
 */
export function findTooDeep(text: string): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    // Some stack entries are not nesting: the document, and the value being read.
    if (parser.stack.length > LIMITS.depth + 8) return parser.offset;
  }
  return undefined;
}

/** The reason why a file is not read. */
export type Refusal = 'missing' | 'outside' | 'too large' | 'no file' | 'unreadable';

/**
 * The size in bytes up to which files are read synchronously: for thousands of small files, awaiting each read takes
 * longer than the read.
 */
const SMALL = 64 * 1024;

/**
 * Reads a file whose name comes from untrusted data. The file must be inside the folder after symbolic links are
 * resolved, must be a regular file (reading a pipe or a device might never end), and must not exceed the size limit.
 *
 * @param limit the largest accepted size, in bytes
 */
export async function readContained(folder: string, name: string, limit: number): Promise<Buffer | Refusal> {
  try {
    const found = findPlain(folder, name) ?? (await findLinked(folder, name));
    if (!found) return 'outside';
    if (!found.about.isFile()) return 'no file';
    if (found.about.size > limit) return 'too large';
    return found.about.size > SMALL ? await readFile(found.file) : readFileSync(found.file);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

interface Found {
  file: string;
  about: Stats;
}

/**
 * Finds a file directly in the folder that is not a symbolic link. Skips `realpath`, which takes as long as the read.
 */
function findPlain(folder: string, name: string): Found | undefined {
  if (basename(name) !== name) return undefined;
  const file = join(folder, name);
  const about = lstatSync(file);
  return about.isSymbolicLink() ? undefined : { file, about };
}

/** Finds a file in the folder or below it, with symbolic links resolved. */
async function findLinked(folder: string, name: string): Promise<Found | undefined> {
  const root = await realpath(folder);
  const file = await realpath(resolve(root, name));
  return file.startsWith(root + sep) ? { file, about: await stat(file) } : undefined;
}

import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { DossierError, formatError } from '../errors.js';
import { extractFiles } from '../pdf/attach.js';
import { isArtifactPath } from '../pipeline/manifest.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import { quote } from '../profile/values.js';
import type { Environment } from './environment.js';

/** `dossier extract`: writes the files attached to a PDF. The JSON Resume of a résumé can be used as a profile. */
export async function extract(file: string, options: { out: string }, environment: Environment): Promise<number> {
  const bytes = await readFile(resolve(environment.cwd, file)).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, {
      hint: 'give the path of a PDF, such as out/packets/backend-engineers.pdf',
      cause,
    });
  });
  const folder = resolve(environment.cwd, options.out);
  requireOutsidePublic(folder, `files from ${file}`, '--out', environment.cwd);
  let status = 0;
  const failed = (name: string, error: unknown) => {
    if (!(error instanceof DossierError)) throw error;
    const { code, message, hint } = error;
    const named = new DossierError(code, `cannot extract ${quote(name)}: ${message}`, { hint });
    environment.err(`${formatError(named)}\n`);
    status = Math.max(status, named.exit);
  };
  const files = await extractFiles(bytes, file, failed);
  if (files.length === 0 && status === 0) {
    environment.err(`${file} has no attached files\n`);
    return 1;
  }
  const output = new Output(folder);
  const taken = new Set<string>();
  for (const attached of files) {
    try {
      const name = freeName(fileName(attached.name), taken);
      await output.write(name, attached.bytes);
      environment.out(`${join(options.out, name)}\n`);
    } catch (error) {
      failed(attached.name, error);
    }
  }
  return status;
}

/**
 * The maximum length of a file name in bytes. File systems allow 255; a number for a repeated name and the extension of
 * a temporary file need some of them.
 */
const LONGEST = 230;

const LONGEST_ENDING = 20;

/**
 * Returns a safe file name for an attachment. The name comes from the PDF, so only its last part counts, without
 * characters that a shell or a folder would interpret.
 */
export function fileName(attached: string): string {
  const name = basename(attached.replaceAll('\\', '/'))
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^\.+/, '');
  const ending = Buffer.byteLength(extname(name)) > LONGEST_ENDING ? '' : extname(name);
  const stem = name.slice(0, name.length - ending.length);
  const short = cutTo(LONGEST - Buffer.byteLength(ending), stem) + ending;
  // A PDF must not replace the record of an output folder.
  return isArtifactPath(short) ? short : `file${short === '' ? '' : `-${short}`}`;
}

/** Truncates a text to a number of bytes without splitting a character. */
function cutTo(bytes: number, text: string): string {
  let left = bytes;
  let short = '';
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    short += character;
  }
  return short;
}

/** Appends a number before the extension if the name is taken. Case is ignored, as many file systems ignore it. */
function freeName(name: string, taken: Set<string>): string {
  const ending = extname(name);
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++)
    free = `${name.slice(0, name.length - ending.length)}-${number}${ending}`;
  taken.add(free.toLowerCase());
  return free;
}

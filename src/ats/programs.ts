import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DossierError } from '../errors.js';

/** A program of other makers that reads the text of a PDF. */
export interface TextProgram {
  /** The name in reports. */
  name: string;
  program: string;
  /** The arguments for a PDF at a path. */
  arguments(file: string): string[];
}

/** The programs that are asked if they are installed. */
export const TEXT_PROGRAMS: readonly TextProgram[] = [
  { name: 'pdftotext -raw', program: 'pdftotext', arguments: (file) => ['-raw', '-enc', 'UTF-8', file, '-'] },
  { name: 'pdftotext', program: 'pdftotext', arguments: (file) => ['-enc', 'UTF-8', file, '-'] },
  { name: 'pdftotext -layout', program: 'pdftotext', arguments: (file) => ['-layout', '-enc', 'UTF-8', file, '-'] },
  { name: 'mutool draw -F txt', program: 'mutool', arguments: (file) => ['draw', '-q', '-F', 'txt', '-o', '-', file] },
];

/** The time that a program may take, in milliseconds. */
const TIME = 30_000;

/** The most text that is read, in bytes. */
const MOST_TEXT = 64 * 1024 * 1024;

/** The environment variables that finding and starting a program needs. */
export interface ProgramEnvironment {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  signal?: AbortSignal | undefined;
}

/** The path of a program in the folders of PATH; undefined if it is not installed. */
export async function findProgram(name: string, { env, platform }: ProgramEnvironment): Promise<string | undefined> {
  const isWindows = platform === 'win32';
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    // A relative folder would run whatever lies in the current one.
    if (!/^(\/|[A-Za-z]:[\\/])/.test(folder)) continue;
    const path = join(folder, isWindows ? `${name}.exe` : name);
    const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
    const mayRun = isFile && (isWindows || (await isExecutable(path)));
    if (mayRun) return path;
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Runs a program on a PDF without a shell, and returns the text that it prints. The PDF is written to a folder that only
 * the user can read, since not every program reads standard input.
 *
 * @param path the path of the program
 * @throws DossierError PDF_INVALID if the program fails or takes too long
 */
export async function runTextProgram(
  { name, arguments: argumentsOf }: TextProgram,
  path: string,
  bytes: Uint8Array,
  { env, signal }: ProgramEnvironment,
): Promise<string> {
  // mkdtemp creates the folder with mode 0700.
  const folder = await mkdtemp(join(tmpdir(), 'dossier-ats-'));
  try {
    const file = join(folder, 'resume.pdf');
    await writeFile(file, bytes, { mode: 0o600 });
    const options = { env: { ...env }, timeout: TIME, maxBuffer: MOST_TEXT, signal, shell: false, windowsHide: true };
    return await new Promise<string>((resolve, reject) => {
      execFile(path, argumentsOf(file), { ...options, encoding: 'utf8' }, (error, text) =>
        error ? reject(error) : resolve(text),
      );
    });
  } catch (cause) {
    throw new DossierError('PDF_INVALID', `${name} cannot read the PDF`, {
      hint: `run ${path} on the PDF to see why`,
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

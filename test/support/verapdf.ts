import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The profiles of veraPDF that tests use. */
export type Flavour = 'ua1' | '3a' | 'ua2' | '4' | '4f';

/**
 * Judges files by a profile of veraPDF.
 *
 * @param jar the path of veraPDF
 * @returns for each file, the tests that it fails, as a clause and the number of the test: `6.1.3-2`
 */
export async function judge(jar: string, flavour: Flavour, files: readonly string[]): Promise<string[][]> {
  const args = ['-cp', jar, 'org.verapdf.apps.GreenfieldCliWrapper', '--flavour', flavour, '--format', 'xml', ...files];
  // veraPDF exits with 1 if a file fails.
  const { stdout } = await run('java', args, { maxBuffer: 256 * 1024 * 1024 }).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }));
  const jobs = new Map<string, string[]>();
  for (const job of stdout.split('<job>').slice(1)) {
    const name = /<name>([^<]*)<\/name>/.exec(job)?.[1] ?? '';
    if (!/<validationReport /.test(job)) throw new Error(`veraPDF does not judge ${name}: ${job.slice(0, 2000)}`);
    const failed = [...job.matchAll(/<rule [^>]*clause="([^"]+)" testNumber="(\d+)" status="failed"/g)];
    jobs.set(name, failed.map(([, clause, number]) => `${clause}-${number}`).sort());
  }
  return files.map((file) => {
    const failed = jobs.get(file);
    if (!failed) throw new Error(`veraPDF does not report on ${file}: ${stdout.slice(0, 2000)}`);
    return failed;
  });
}

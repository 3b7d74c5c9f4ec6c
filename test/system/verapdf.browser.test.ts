import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { dossier, project } from '../support/cli.js';
import { requireThat } from '../support/outside.js';
import { TEMPLATES } from '../support/paths.js';
import { findJar } from '../support/readers.js';

const run = promisify(execFile);

/** Judges files by a profile of veraPDF, and returns the lines of those that fail. */
async function failing(jar: string, flavour: string, files: readonly string[]): Promise<string[]> {
  const args = [
    '-cp',
    jar,
    'org.verapdf.apps.GreenfieldCliWrapper',
    '--flavour',
    flavour,
    '--format',
    'text',
    ...files,
  ];
  // veraPDF exits with 1 if a file fails.
  const { stdout } = await run('java', args, { maxBuffer: 64 * 1024 * 1024 }).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }));
  const lines = stdout.split('\n').filter((line) => /^(PASS|FAIL)\b/.test(line));
  expect(lines).toHaveLength(files.length);
  return lines.filter((line) => line.startsWith('FAIL'));
}

test('veraPDF confirms PDF/UA-1 for résumés, letters and packets', { timeout: 600_000 }, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const folder = await project();
  for (const template of TEMPLATES) {
    const { status, err } = await dossier(folder, [
      ...['render', '--template', template, '--format', 'pdf', '--letter', 'all', '--out', `out-${template}`],
    ]);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  }
  const blind = await dossier(folder, ['packet', 'backend-engineers', '--blind', '--out', 'out-blind']);
  expect({ status: blind.status, err: blind.status === 0 ? '' : blind.err }).toEqual({ status: 0, err: '' });
  const files = (await readdir(folder, { recursive: true })).filter((path) => /^out-.*\.pdf$/.test(path)).sort();
  expect(files.length).toBeGreaterThan(25);
  const failed = await failing(
    jar ?? '',
    'ua1',
    files.map((path) => join(folder, path)),
  );
  expect(failed).toEqual([]);
});

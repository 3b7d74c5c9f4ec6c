import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier, project } from '../support/cli.js';
import { IS_MATRIX, repetitions } from '../support/matrix.js';
import { requireThat } from '../support/outside.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { findJar } from '../support/readers.js';
import { judge } from '../support/verapdf.js';

test('veraPDF confirms PDF/UA-1 and PDF/A-3a for résumés, letters and packets', {
  timeout: 600_000,
}, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const folder = await project();
  for (const [index, template] of TEMPLATES.entries()) {
    // A named profile brings the packet that contains it.
    const named = IS_MATRIX || index === 0 ? [] : [PROFILES[index % PROFILES.length] ?? ''];
    const { status, err } = await dossier(folder, [
      ...['render', ...named, '--template', template, '--format', 'pdf', '--letter', 'all', '--out', `out-${template}`],
    ]);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  }
  const blind = await dossier(folder, ['packet', 'backend-engineers', '--blind', '--out', 'out-blind']);
  expect({ status: blind.status, err: blind.status === 0 ? '' : blind.err }).toEqual({ status: 0, err: '' });
  const files = (await readdir(folder, { recursive: true })).filter((path) => /^out-.*\.pdf$/.test(path)).sort();
  expect(files.length).toBeGreaterThan(repetitions(25, 12));
  const paths = files.map((path) => join(folder, path));
  const clean = paths.map(() => []);
  expect(await judge(jar ?? '', 'ua1', paths)).toEqual(clean);
  expect(await judge(jar ?? '', '3a', paths)).toEqual(clean);
});

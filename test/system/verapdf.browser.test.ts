import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier, project } from '../support/cli.js';
import { IS_MATRIX, repetitions, sample } from '../support/matrix.js';
import { requireProgram, requireThat } from '../support/outside.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { findJar } from '../support/readers.js';
import { makeIdentity, PASSWORD } from '../support/signing.js';
import { judge } from '../support/verapdf.js';

test('veraPDF confirms PDF/UA-1 and PDF/A-3a for résumés, letters, packets and signed files', {
  timeout: 600_000,
}, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  requireProgram(context, 'openssl');
  const folder = await project();
  for (const [index, template] of sample(TEMPLATES, 5).entries()) {
    // A named profile brings the packet that contains it.
    const named = IS_MATRIX || index === 0 ? [] : [PROFILES[index % PROFILES.length] ?? ''];
    const { status, err } = await dossier(folder, [
      ...['render', ...named, '--template', template, '--format', 'pdf', '--letter', 'all', '--out', `out-${template}`],
    ]);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  }
  const blind = await dossier(folder, ['packet', 'backend-engineers', '--blind', '--out', 'out-blind']);
  expect({ status: blind.status, err: blind.status === 0 ? '' : blind.err }).toEqual({ status: 0, err: '' });
  const { p12 } = makeIdentity(folder, 'signer');
  for (const file of ['krish-arora/krish-arora.pdf', 'packets/backend-engineers.pdf']) {
    const signing = ['sign', `out-classic/${file}`, '--p12', p12];
    expect((await dossier(folder, signing, { DOSSIER_P12_PASSWORD: PASSWORD })).status).toBe(0);
  }
  const files = (await readdir(folder, { recursive: true })).filter((path) => /^out-.*\.pdf$/.test(path)).sort();
  expect(files.length).toBeGreaterThan(repetitions(25, 12));
  const paths = files.map((path) => join(folder, path));
  const clean = paths.map(() => []);
  expect(await judge(jar ?? '', 'ua1', paths)).toEqual(clean);
  expect(await judge(jar ?? '', '3a', paths)).toEqual(clean);
});

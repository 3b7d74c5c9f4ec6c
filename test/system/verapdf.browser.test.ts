import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dossier, project } from '../support/cli.js';
import { IS_MATRIX, repetitions, sample } from '../support/matrix.js';
import { requireProgram, requireThat } from '../support/outside.js';
import { PROFILES, ROOT, TEMPLATES } from '../support/paths.js';
import { findJar } from '../support/readers.js';
import { makeIdentity, PASSWORD } from '../support/signing.js';
import { judge } from '../support/verapdf.js';

describe('veraPDF confirms, for résumés, letters, packets and signed files,', () => {
  for (const { standard, title, ua, archive, ofLetters, templates, least } of [
    {
      standard: 'a-3a',
      title: 'PDF/UA-1 and PDF/A-3a',
      ua: 'ua1',
      archive: '3a',
      ofLetters: '3a',
      templates: 2,
      least: 8,
    },
    {
      standard: 'a-4f',
      title: 'PDF/UA-2 and PDF/A-4f',
      ua: 'ua2',
      archive: '4f',
      ofLetters: '4',
      templates: 1,
      least: 7,
    },
  ] as const)
    test(title, { timeout: 600_000 }, async (context) => {
      const jar = findJar('greenfield-apps');
      requireThat(context, jar !== undefined, 'veraPDF is not installed');
      requireProgram(context, 'openssl');
      const folder = await project();
      const options = ['--standard', standard, '--format', 'pdf', '--letter', 'all'];
      for (const [index, template] of sample(TEMPLATES, templates).entries()) {
        // A named profile brings the packet that contains it.
        const named = IS_MATRIX || index === 0 ? [] : [PROFILES[index % PROFILES.length] ?? ''];
        const { status, err } = await dossier(folder, [
          ...['render', ...named, '--template', template, '--out', `out-${template}`, ...options],
        ]);
        expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
      }
      await copyFile(join(ROOT, 'test/fixtures/letters/ada-lovelace.yaml'), join(folder, 'ada-lovelace.yaml'));
      const written = await dossier(folder, ['render', 'ada-lovelace.yaml', '--out', 'out-letter', ...options]);
      expect({ status: written.status, err: written.status === 0 ? '' : written.err }).toEqual({ status: 0, err: '' });
      const blinding = ['packet', 'backend-engineers', '--blind', '--standard', standard, '--out', 'out-blind'];
      const blind = await dossier(folder, blinding);
      expect({ status: blind.status, err: blind.status === 0 ? '' : blind.err }).toEqual({ status: 0, err: '' });
      const { p12 } = makeIdentity(folder, 'signer');
      for (const file of ['krish-arora/krish-arora.pdf', 'packets/backend-engineers.pdf']) {
        const signing = ['sign', `out-classic/${file}`, '--p12', p12];
        expect((await dossier(folder, signing, { DOSSIER_P12_PASSWORD: PASSWORD })).status).toBe(0);
      }
      const files = (await readdir(folder, { recursive: true })).filter((path) => /^out-.*\.pdf$/.test(path)).sort();
      expect(files.length).toBeGreaterThan(repetitions(25, least));
      const judged = async (flavour: Parameters<typeof judge>[1], paths: readonly string[]) => {
        const found = await judge(
          jar ?? '',
          flavour,
          paths.map((path) => join(folder, path)),
        );
        return Object.fromEntries(paths.map((path, index) => [path, found[index]]));
      };
      const clean = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, []]));
      expect(await judged(ua, files)).toEqual(clean(files));
      // A letter carries no files, so it claims PDF/A-4.
      const bare = files.filter((path) => path.includes('.letter.'));
      expect(bare).not.toEqual([]);
      const carrying = files.filter((path) => !bare.includes(path));
      expect(await judged(archive, carrying)).toEqual(clean(carrying));
      expect(await judged(ofLetters, bare)).toEqual(clean(bare));
    });
});

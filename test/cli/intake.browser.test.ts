import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

test('originals and records reach neither output nor a published page, and are no profiles', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'inbox'));
  const pdf = await readFile(join(ROOT, 'test', 'fixtures', 'import', 'pdfs', 'weasyprint-cairo-minimal.pdf'));
  await writeFile(join(cwd, 'inbox', 'jane.pdf'), pdf);
  const ada = { basics: { name: 'Ada Example', email: 'ada@example.com' }, work: [{ name: 'Acme' }] };
  await writeFile(join(cwd, 'inbox', 'ada.json'), JSON.stringify(ada));
  expect((await dossier(cwd, ['import', 'inbox', '--packet', 'team.yaml'])).status).toBe(0);
  const originals = join(cwd, 'profiles', 'originals');
  // Each would be an error if it were read as a profile.
  for (const name of ['broken.yaml', 'Odd Name.json']) await writeFile(join(originals, name), 'basics: { name: [ }');
  const rendered = await dossier(cwd, ['render']);
  expect({ status: rendered.status, errors: rendered.err.match(/error:/g) }).toEqual({ status: 0, errors: null });
  expect((await dossier(cwd, ['publish', 'site'])).status).toBe(0);
  for (const folder of ['out', 'site']) {
    const names = await readdir(join(cwd, folder), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.some((name) => name.endsWith('team.pdf'))).toBe(true);
    for (const file of files) {
      const bytes = await readFile(file);
      expect(bytes.equals(pdf)).toBe(false);
      for (const secret of ['ada@example.com', 'import.json', 'originals'])
        expect(bytes.includes(secret), `${file} contains ${secret}`).toBe(false);
    }
  }
  const again = await dossier(cwd, ['import', 'inbox', '--json']);
  expect(JSON.parse(again.out)).toMatchObject({ files: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }] });
}, 120_000);

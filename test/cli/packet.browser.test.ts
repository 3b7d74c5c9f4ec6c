import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents, dossier, project } from '../support/cli.js';
import { readPdf } from '../support/pdf.js';

describe('dossier packet', () => {
  test('binds packets from packet files, a query, or profiles and a title, and writes no résumé', async () => {
    const folder = await project();
    const query = 'title: With Rust\ndate: 2026-11-16\nprofiles: { where: { skills: [rust] } }\nsort: experience\n';
    await writeFile(join(folder, 'profiles', 'packets', 'rust.yaml'), query);
    expect((await dossier(folder, ['packet', 'rust'])).status).toBe(0);
    expect((await dossier(folder, ['packet', 'krish-arora', 'aryan-mishra.yaml', '--title', 'Für Köln!'])).status).toBe(
      0,
    );
    const files = [...(await contents(join(folder, 'out'))).keys()].map((file) => file.slice(1));
    expect(files).toEqual(['manifest.json', 'packets/fur-koln.pdf', 'packets/rust.pdf']);
    const pdf = await readPdf(await readFile(join(folder, 'out', 'packets', 'rust.pdf')));
    expect(pdf.outline.slice(1).map((item) => item.title)).toEqual(['Nrishinghananda Roy', 'Krish Arora']);
    // A later run of the whole folder keeps packets that were bound by hand.
    await dossier(folder, ['render', '--format', 'txt']);
    expect(existsSync(join(folder, 'out', 'packets', 'fur-koln.pdf'))).toBe(true);
  });

  test.each([
    [['packet', 'bakend-engineers'], 'there is no packet "bakend-engineers"', 'did you mean backend-engineers?'],
    [['packet', 'krish-aroa', '--title', 'X'], 'there is no profile "krish-aroa"', 'did you mean krish-arora?'],
    [['packet', '--title', 'X'], '--title requires the profiles to bind', ''],
    [['packet', '--date', 'soon'], 'write 2026, 2026-11 or 2026-11-16', ''],
    [['packet', '--date', '2026'], '--date requires --title', ''],
    [['packet', 'krish-arora', '--title', ' '], 'the title is empty', ''],
    [['packet', 'krish-arora', 'krish-arora.yaml', '--title', 'X'], 'krish-arora is named twice', ''],
    [
      ['packet', 'krish-arora', '--title', 'Backend Engineers'],
      'a packet file named backend-engineers already exists',
      '',
    ],
  ])('reports an error with a hint for %j', async (args, message, hint) => {
    const { status, err } = await dossier(await project(), args);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });
});

test('reports all mistakes in the attachments of a packet at once, each at its place', async () => {
  const folder = await project();
  await writeFile(join(folder, 'profiles', 'packets', 'broken.pdf'), 'no PDF');
  const packet = `title: Two
candidates:
  - profile: krish-arora
    attachments: [{ file: nowhere.pdf, title: A }, { file: broken.pdf, title: B }]
  - profile: aryan-mishra
    attachments: [{ file: ../outside.pdf, title: C }]
`;
  await writeFile(join(folder, 'profiles', 'packets', 'two.yaml'), packet);
  const { status, err } = await dossier(folder, ['packet', 'two']);
  expect(status).toBe(1);
  for (const place of ['two.yaml:4:27: error', 'two.yaml:4:60: error', 'two.yaml:6:27: error'])
    expect(err).toContain(place);
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFiles } from '../../../src/import/intake/find-files.js';
import { temporaryFolder } from '../../support/paths.js';

async function folder(files: Record<string, string>): Promise<string> {
  const cwd = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  return cwd;
}

describe('findFiles', () => {
  test('finds files at any depth in the order of their paths, and lists the others', async () => {
    const cwd = await folder({
      'inbox/b.pdf': '',
      'inbox/a/deep/z.DOCX': '',
      'inbox/a/c.html': '',
      'inbox/photo.jpg': 'x',
      'inbox/.DS_Store': '',
      'inbox/.git/config.json': '',
      'inbox/node_modules/p/package.json': '',
      'inbox/refs.bib': '',
      'inbox/no-extension': '%PDF-1.7',
      'inbox/old.pages': 'x',
    });
    await symlink(join(cwd, 'inbox', 'b.pdf'), join(cwd, 'inbox', 'link.pdf'));
    const found = await findFiles(['inbox'], cwd, join(cwd, 'profiles'));
    expect(found.files.map(({ file }) => file)).toEqual(
      ['a/c.html', 'a/deep/z.DOCX', 'b.pdf', 'no-extension'].map((name) => join('inbox', name)),
    );
    expect(found.files.every(({ isFound }) => isFound)).toBe(true);
    expect(found.skipped.map(({ file, why }) => `${file.slice(6)}: ${why}`)).toEqual([
      '.DS_Store: a hidden file',
      '.git: a hidden folder',
      'link.pdf: a link',
      'node_modules: a folder of packages',
      'old.pages: a file of an unknown kind',
      'photo.jpg: a file of an unknown kind',
      'refs.bib: a list of publications: add it to a profile with --add-to',
    ]);
  });

  test('never takes profiles, originals or output for résumés', async () => {
    const cwd = await folder({
      'cv.pdf': '',
      'profiles/ada.yaml': '',
      'profiles/private/ada.yaml': '',
      'out/.private': '',
      'out/ada/ada.json': '{}',
    });
    const found = await findFiles(['.'], cwd, join(cwd, 'profiles'));
    expect(found.files.map(({ file }) => file)).toEqual(['cv.pdf']);
    expect(found.skipped).toEqual([
      { file: 'out', why: 'an output folder' },
      { file: 'profiles', why: 'the folder of profiles' },
    ]);
    await expect(findFiles(['profiles'], cwd, join(cwd, 'profiles'))).rejects.toThrow('the folder of profiles');
  });

  test('takes a file once that is named twice, in any way', async () => {
    const cwd = await folder({ 'inbox/a.pdf': '', 'inbox/b.txt': '' });
    const { files } = await findFiles(['inbox/b.txt', 'inbox', './inbox/a.pdf', 'gone.pdf'], cwd, join(cwd, 'p'));
    expect(files.map(({ file, isFound }) => [file, isFound])).toEqual([
      ['inbox/b.txt', false],
      [join('inbox', 'a.pdf'), true],
      ['gone.pdf', false],
    ]);
  });
});

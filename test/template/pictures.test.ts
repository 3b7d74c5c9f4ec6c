import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PICTURE_LIMIT, readPictures } from '../../src/template/pictures.js';
import { profileOf } from '../profile/support.js';
import { temporaryFolder } from '../support/paths.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** A folder of profiles that contains a picture, with another picture outside. */
async function folderWithPictures(): Promise<string> {
  const root = await temporaryFolder();
  const folder = join(root, 'profiles');
  await mkdir(join(folder, 'pictures'), { recursive: true });
  await writeFile(join(folder, 'pictures', 'chart.png'), PNG);
  await writeFile(join(root, 'secret.png'), PNG);
  // A folder whose name has the name of the profiles folder as a prefix.
  await mkdir(join(root, 'profiles-old'));
  await writeFile(join(root, 'profiles-old', 'secret.png'), PNG);
  return folder;
}

async function readOne(source: string, folder: string) {
  return readPictures(profileOf(JSON.stringify({ basics: { name: 'Jane', image: source } })), folder);
}

/** The warning for a picture that was omitted. */
async function refusal(source: string, folder: string): Promise<string | undefined> {
  const { pictures, warnings } = await readOne(source, folder);
  expect([...pictures.keys()]).toEqual([]);
  expect(warnings.map((warning) => warning.severity)).toEqual(['warning']);
  return warnings[0]?.message;
}

test('embeds a picture in the folder under the name used in the profile', async () => {
  const { pictures, warnings } = await readOne('pictures/chart.png', await folderWithPictures());
  expect(warnings).toEqual([]);
  expect([...pictures]).toEqual([['pictures/chart.png', `data:image/png;base64,${PNG.toString('base64')}`]]);
});

test.each(['../secret.png', 'pictures/../../secret.png', '../profiles-old/secret.png'])(
  'rejects %s as outside of the folder',
  async (source) => {
    expect(await refusal(source, await folderWithPictures())).toBe(
      `the picture "${source}" is left out: it is not inside the profile's folder`,
    );
  },
);

test('rejects an absolute path', async () => {
  const folder = await folderWithPictures();
  expect(await refusal(join(folder, '..', 'secret.png'), folder)).toContain("it is not inside the profile's folder");
});

test('rejects a link that leads out of the folder', async () => {
  const folder = await folderWithPictures();
  await symlink(join(folder, '..', 'secret.png'), join(folder, 'link.png'));
  await symlink(join(folder, '..'), join(folder, 'up'));
  expect(await refusal('link.png', folder)).toContain("it is not inside the profile's folder");
  expect(await refusal('up/secret.png', folder)).toContain("it is not inside the profile's folder");
});

test('follows a link within the folder, even if the folder itself is a link', async () => {
  const folder = await folderWithPictures();
  await symlink(join(folder, 'pictures', 'chart.png'), join(folder, 'link.png'));
  await symlink(folder, `${folder}-link`);
  expect([...(await readOne('link.png', `${folder}-link`)).pictures.keys()]).toEqual(['link.png']);
});

test.each(['http://example.com/a.png', 'https://example.com/a.png', 'file:///etc/hosts'])(
  'rejects the address %s',
  async (source) => {
    expect(await refusal(source, await folderWithPictures())).toContain('pictures must be files, not addresses');
  },
);

test('reports a missing picture by name', async () => {
  expect(await refusal('nobody.png', await folderWithPictures())).toBe(
    'the picture "nobody.png" is left out: there is no such file',
  );
});

test('rejects a folder', async () => {
  expect(await refusal('pictures', await folderWithPictures())).toContain('it is not a file');
});

test('rejects a picture larger than five megabytes', async () => {
  const folder = await folderWithPictures();
  await writeFile(join(folder, 'large.png'), Buffer.concat([PNG, Buffer.alloc(PICTURE_LIMIT)]));
  expect(await refusal('large.png', folder)).toContain('it is larger than 5 MB');
});

test.each([
  ['a.jpg', PNG, 'image/png'],
  ['b.bin', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
  ['c.png', Buffer.from('GIF89a'), 'image/gif'],
  ['d', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  [
    'e.svg',
    Buffer.from('<?xml version="1.0"?>\n<!-- drawn --> <svg xmlns="http://www.w3.org/2000/svg"/>'),
    'image/svg+xml',
  ],
])('detects the type of %s by its content', async (name, bytes, type) => {
  const folder = await folderWithPictures();
  await writeFile(join(folder, name), bytes);
  expect((await readOne(name, folder)).pictures.get(name)).toBe(`data:${type};base64,${bytes.toString('base64')}`);
});

test.each([
  ['page.png', '<html><svg></svg></html>', 'although its extension is .png'],
  ['script', 'alert(1)', 'although its extension is missing'],
  ['empty.jpg', '', 'although its extension is .jpg'],
])('rejects %s by its content', async (name, text, expected) => {
  const folder = await folderWithPictures();
  await writeFile(join(folder, name), text);
  expect(await refusal(name, folder)).toContain(`it is not a PNG, JPEG, WebP, GIF or SVG, ${expected}`);
});

test('rejects a named pipe without waiting for it', async () => {
  const folder = await folderWithPictures();
  execFileSync('mkfifo', [join(folder, 'pipe.png')]);
  expect(await refusal('pipe.png', folder)).toContain('it is not a file');
});

test('scans a file of many comments only once', async () => {
  const folder = await folderWithPictures();
  await writeFile(join(folder, 'comments.svg'), '<!-- -->'.repeat(300));
  expect(await refusal('comments.svg', folder)).toContain('it is not a PNG, JPEG, WebP, GIF or SVG');
});

test('reads the pictures of every entry once', async () => {
  const folder = await folderWithPictures();
  const image = { src: 'pictures/chart.png', alt: 'x' };
  const profile = profileOf(
    JSON.stringify({
      work: [
        { name: 'Acme', images: [image], engagements: [{ name: 'Client', images: [{ src: 'gone.png', alt: 'y' }] }] },
      ],
      sections: [{ id: 'a', title: 'A', entries: [{ title: 'x', images: [image, { src: 'gone.png', alt: 'z' }] }] }],
    }),
  );
  const { pictures, warnings } = await readPictures(profile, folder);
  expect([...pictures.keys()]).toEqual(['pictures/chart.png']);
  expect(warnings.map((warning) => warning.message)).toEqual([
    'the picture "gone.png" is left out: there is no such file',
  ]);
});

describe('a picture in a data: URL', () => {
  const read = (image: string) => readPictures({ basics: { url: undefined, image } }, '/nowhere');

  test('is used with the type of its content', async () => {
    const bytes = PNG.toString('base64');
    for (const head of ['data:image/png;base64,', 'data:;base64,', 'DATA:image/jpeg;BASE64,']) {
      const { pictures, warnings } = await read(head + bytes);
      expect(warnings).toEqual([]);
      expect([...pictures.values()]).toEqual([`data:image/png;base64,${bytes}`]);
    }
  });

  test('may be percent-encoded', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    const { pictures } = await read(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    expect([...pictures.values()]).toEqual([`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`]);
  });

  test.each([
    ['data:image/png;base64,Zm9v', 'it is not a PNG, JPEG, WebP, GIF or SVG'],
    ['data:image/png', 'has no comma'],
    ['data:text/html,%E0%A4', 'an incomplete escape'],
    [`data:image/png;base64,${'A'.repeat(7 * 1024 * 1024)}`, 'larger than 5 MB'],
  ])('is omitted with a short warning if it is not a picture: %.40s', async (source, reason) => {
    const { pictures, warnings } = await read(source);
    expect(pictures.size).toBe(0);
    expect(warnings[0]?.message).toContain(reason);
    expect(warnings[0]?.message.length).toBeLessThan(250);
  });
});

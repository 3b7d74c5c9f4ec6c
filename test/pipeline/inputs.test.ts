import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Inputs } from '../../src/pipeline/inputs.js';
import { FALLBACKS } from '../../src/template/scripts.js';
import { temporaryFolder } from '../support/paths.js';

const OWN = '@fontsource/own';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await put('templates/plain/template.yaml', `fonts:\n  - package: "${OWN}"\n`);
  await put('templates/plain/style.css', 'p {}');
  for (const name of [OWN, ...FALLBACKS.map((font) => font.package)]) await install(name, '5.0.0');
  await put('profiles/ada.yaml', 'basics: { name: Ada, image: ada.png }');
  await put('profiles/ada.png', 'a picture');
});

async function put(path: string, text: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}

const install = (name: string, version: string) =>
  put(`node_modules/${name}/package.json`, JSON.stringify({ name, version }));

/** Digests as a new run takes them. */
const taken = () =>
  new Inputs(
    { templates: [join(folder, 'templates')], packageFolder: (name) => join(folder, 'node_modules', name) },
    join(folder, 'private'),
  );

describe('a résumé is made again when what it is set in has changed', () => {
  const target = () => taken().ofTarget('of a profile', 'ada||', 'plain', {});

  test('and stands when nothing has', async () => {
    expect(await target()).toBe(await target());
  });

  test.each([OWN, ...FALLBACKS.map((font) => font.package)])('another version of the font %s', async (name) => {
    const before = await target();
    await install(name, '5.0.1');
    expect(await target()).not.toBe(before);
  });

  test('another rule of its style', async () => {
    const before = await target();
    await put('templates/plain/style.css', 'p { color: red }');
    expect(await target()).not.toBe(before);
  });
});

describe('a profile is read as it is where it is rendered', () => {
  const source = () => ({ slug: 'ada', path: join(folder, 'profiles', 'ada.yaml') });
  const profile = (pictures: string[] = []) => taken().ofProfile(source(), pictures);

  test('its pictures and private details are part of it', async () => {
    const before = await profile(['ada.png']);
    await put('profiles/ada.png', 'another picture');
    const other = await profile(['ada.png']);
    await put('private/ada.yaml', 'basics: { phone: "1" }');
    expect(new Set([before, other, await profile(['ada.png'])])).toHaveProperty('size', 3);
  });

  test('of what it may not show nothing is read', async () => {
    await put('secret.png', 'a secret');
    await symlink(join(folder, 'secret.png'), join(folder, 'profiles', 'link.png'));
    const before = await profile(['link.png', '../secret.png']);
    await put('secret.png', 'another secret');
    expect(await profile(['link.png', '../secret.png'])).toBe(before);
    await put('profiles/inside.png', 'a picture');
    expect(await profile(['inside.png', '../secret.png'])).not.toBe(before);
  });

  test('a link out of its folder is no profile', async () => {
    await put('elsewhere.yaml', 'basics: { name: Eve }');
    await symlink(join(folder, 'elsewhere.yaml'), join(folder, 'profiles', 'eve.yaml'));
    expect(await taken().ofProfile({ slug: 'eve', path: join(folder, 'profiles', 'eve.yaml') }, [])).toBeUndefined();
  });
});

describe('a packet is bound again when what it binds has changed', () => {
  const packet = () =>
    taken().ofPacket(
      { slug: 'two', path: join(folder, 'profiles', 'packets', 'two.yaml') },
      ['of a résumé'],
      [join(folder, 'profiles', 'packets', 'certificate.pdf')],
      [],
    );

  test.each(['two.yaml', 'certificate.pdf'])('%s', async (name) => {
    await put('profiles/packets/two.yaml', 'title: Two');
    await put('profiles/packets/certificate.pdf', '%PDF-1.7');
    const before = await packet();
    expect(await packet()).toBe(before);
    await put(`profiles/packets/${name}`, 'another content');
    expect(await packet()).not.toBe(before);
  });
});

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { BlindKeys } from '../../src/pipeline/blind-keys.js';
import { BuildState } from '../../src/pipeline/build-state.js';
import {
  DOCUMENT_INPUTS,
  fingerprintOf,
  PACKET_INPUTS,
  PROFILE_INPUTS,
  reasonOf,
} from '../../src/pipeline/fingerprint-inputs.js';
import { Fingerprints } from '../../src/pipeline/fingerprints.js';
import { InputFiles } from '../../src/pipeline/inputs.js';
import type { Brand } from '../../src/profile/brand.js';
import { FALLBACKS } from '../../src/template/scripts.js';
import { temporaryFolder } from '../support/paths.js';

const OWN = '@fontsource/own';

let folder: string;
let month: string;
let brand: Brand | undefined;
beforeEach(async () => {
  month = '2026-11';
  brand = undefined;
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

/** Fingerprints without cached digests, as in a new run. */
function anew() {
  const files = new InputFiles({
    templates: [join(folder, 'templates')],
    packageFolder: (name) => join(folder, 'node_modules', name),
  });
  const keys = new BlindKeys({ file: undefined, folder: join(folder, 'keys'), out: join(folder, 'out') });
  const sources = { files, overlays: join(folder, 'private'), keys, asOf: month, brand };
  return new Fingerprints(BuildState.empty('program'), sources, { profiles: [] });
}

describe('the fingerprint of a document', () => {
  const target = () => anew().document({ profile: 'of a profile' }, 'ada||', { template: 'plain' }, {});

  test('is the same if nothing changes', async () => {
    expect(await target()).toEqual(await target());
  });

  test.each([OWN, ...FALLBACKS.map((font) => font.package)])(
    'changes with the version of the font %s',
    async (name) => {
      const before = await target();
      await install(name, '5.0.1');
      const now = await target();
      expect(now).not.toEqual(before);
      expect(reasonOf(DOCUMENT_INPUTS, before, now)).toBe('its template changed');
    },
  );

  test('changes with the version of a font that its design names', async () => {
    const designed = (fonts: string[]) =>
      anew().document({ profile: 'of a profile' }, 'ada||', { template: 'plain', fonts }, {});
    await install('@fontsource/lora', '5.0.0');
    const before = await designed(['@fontsource/lora']);
    await install('@fontsource/lora', '5.0.1');
    const now = await designed(['@fontsource/lora']);
    expect(reasonOf(DOCUMENT_INPUTS, before, now)).toBe('the fonts of its design changed');
  });

  test('changes with the month only if the document prints it', async () => {
    const printing = (printsMonth: boolean) =>
      anew().document({ profile: 'of a profile' }, 'ada||', { template: 'plain', printsMonth }, {});
    const [without, before] = [await printing(false), await printing(true)];
    month = '2026-12';
    expect(await printing(false)).toEqual(without);
    expect(reasonOf(DOCUMENT_INPUTS, before, await printing(true))).toBe('the month that it prints changed');
  });

  test('changes with the defaults of its project and with the options of the run, for reasons of their own', async () => {
    const asked = (options: object) =>
      anew().document({ profile: 'of a profile' }, 'ada||', { template: 'plain' }, options);
    const before = await asked({});
    const defaults = await asked({ defaults: { design: { accent: '#7a1f3d' } } });
    expect(reasonOf(DOCUMENT_INPUTS, before, defaults)).toBe('the defaults in dossier.yaml changed');
    const design = await asked({ design: { accent: '#7a1f3d' } });
    expect(reasonOf(DOCUMENT_INPUTS, before, design)).toBe('the options of the command changed');
  });

  test('changes with the style of its template', async () => {
    const before = await target();
    await put('templates/plain/style.css', 'p { color: red }');
    const now = await target();
    expect(now).not.toEqual(before);
    expect(reasonOf(DOCUMENT_INPUTS, before, now)).toBe('its template changed');
  });
});

describe('the fingerprint of a profile', () => {
  const source = () => ({ slug: 'ada', path: join(folder, 'profiles', 'ada.yaml') });
  const profile = (pictures: string[] = []) => anew().readProfile(source(), pictures);

  test('contains its pictures and private details', async () => {
    const before = await profile(['ada.png']);
    await put('profiles/ada.png', 'another picture');
    const other = await profile(['ada.png']);
    await put('private/ada.yaml', 'basics: { phone: "1" }');
    const last = await profile(['ada.png']);
    expect(reasonOf(PROFILE_INPUTS, before ?? {}, other ?? {})).toBe('its pictures changed');
    expect(reasonOf(PROFILE_INPUTS, other ?? {}, last ?? {})).toBe('its private details changed');
  });

  test('does not read pictures outside of its folder', async () => {
    await put('secret.png', 'a secret');
    await symlink(join(folder, 'secret.png'), join(folder, 'profiles', 'link.png'));
    const before = await profile(['link.png', '../secret.png']);
    await put('secret.png', 'another secret');
    expect(await profile(['link.png', '../secret.png'])).toEqual(before);
    await put('profiles/inside.png', 'a picture');
    expect(await profile(['inside.png', '../secret.png'])).not.toEqual(before);
  });

  test('is undefined for a link out of its folder', async () => {
    await put('elsewhere.yaml', 'basics: { name: Eve }');
    await symlink(join(folder, 'elsewhere.yaml'), join(folder, 'profiles', 'eve.yaml'));
    expect(await anew().readProfile({ slug: 'eve', path: join(folder, 'profiles', 'eve.yaml') }, [])).toBeUndefined();
  });
});

describe('the fingerprint of a packet', () => {
  const RECORD = {
    packet: 'two',
    asked: {},
    members: ['ada||'],
    attachments: ['certificate.pdf'],
    asksAll: false,
    isDated: true,
    isAdHoc: false,
    isProtected: false,
    warnings: [],
  };
  const packet = (more = {}) =>
    anew().ofPacket({ slug: 'two', path: join(folder, 'profiles', 'packets', 'two.yaml') }, { ...RECORD, ...more }, {});

  test.each([
    ['two.yaml', 'its packet file changed'],
    ['certificate.pdf', 'an attachment changed'],
  ])('changes with %s', async (name, reason) => {
    await put('profiles/packets/two.yaml', 'title: Two');
    await put('profiles/packets/certificate.pdf', '%PDF-1.7');
    const before = await packet();
    expect(await packet()).toEqual(before);
    await put(`profiles/packets/${name}`, 'another content');
    expect(reasonOf(PACKET_INPUTS, before, await packet())).toBe(reason);
  });

  test('of a blind packet cannot be guessed without its key: every digest depends on the seed', async () => {
    await put('profiles/packets/two.yaml', 'title: Two');
    const blind = { blind: 'file', members: [], attachments: [] };
    const withSeed = async (seed: string) => {
      const key = { seed, candidates: { 'Candidate A': 'ada' }, documents: ['ada||'] };
      await put('keys/two.json', JSON.stringify(key));
      return Object.values(await packet(blind));
    };
    const one = await withSeed('a seed of sufficient length');
    expect(await withSeed('a seed of sufficient length')).toEqual(one);
    expect(one.filter((digest) => digest === '')).toEqual([]);
    const other = await withSeed('another, of sufficient length');
    expect(one.filter((digest, at) => digest === other[at])).toEqual([]);
    // Packets that share a key file share its seed, and would show that they have the same candidates.
    await put('keys/three.json', await readFile(join(folder, 'keys', 'two.json'), 'utf8'));
    const third = Object.values(await packet({ ...blind, packet: 'three' }));
    expect(third).toHaveLength(one.length);
    expect(third.filter((digest, at) => digest === other[at])).toEqual([]);
  });
});

test('adding an input requires only an entry in the list of inputs', async () => {
  let weather = 'sun';
  DOCUMENT_INPUTS.push({ name: 'weather', reason: 'the weather changed', digest: () => weather });
  try {
    const before = await anew().document({}, 'ada||', { template: 'plain' }, {});
    weather = 'rain';
    const now = await anew().document({}, 'ada||', { template: 'plain' }, {});
    expect(reasonOf(DOCUMENT_INPUTS, before, now)).toBe('the weather changed');
    const files = new InputFiles({ templates: [], packageFolder: (name) => name });
    expect(await fingerprintOf({}, [{ name: 'a', reason: '', digest: () => 'b' }], files)).toEqual({ a: 'b' });
  } finally {
    DOCUMENT_INPUTS.pop();
  }
});

describe('a change of the brand', () => {
  const PICTURE = { address: 'data:image/png;base64,AA==', width: 4, height: 1 };
  const BRAND: Brand = { name: 'North', logo: PICTURE, design: {} };
  const document = () => anew().document({}, 'ada||', { template: 'plain' }, {});
  const record = {
    packet: 'two',
    asked: {},
    members: [],
    attachments: [],
    asksAll: false,
    isDated: true,
    isAdHoc: false,
    isProtected: false,
    warnings: [],
  };
  const packet = () => anew().ofPacket({ slug: 'two', path: join(folder, 'two.yaml') }, record, {});

  test.each<[string, Brand, shown: { document: boolean; packet: boolean }]>([
    ['name', { ...BRAND, name: 'South' }, { document: true, packet: true }],
    [
      'logo',
      { ...BRAND, logo: { ...PICTURE, address: 'data:image/png;base64,AAA=' } },
      { document: true, packet: true },
    ],
    ['accent', { ...BRAND, design: { accent: '#111111' } }, { document: true, packet: true }],
    ['address', { ...BRAND, address: '1 Quay' }, { document: true, packet: false }],
    ['confidentiality', { ...BRAND, confidentiality: 'For you' }, { document: true, packet: true }],
    ['cover', { ...BRAND, cover: PICTURE }, { document: false, packet: true }],
    ['contact', { ...BRAND, contact: { name: 'Maeve' } }, { document: false, packet: true }],
    ['dark logo', { ...BRAND, darkLogo: PICTURE }, { document: true, packet: false }],
    ['place', { ...BRAND, places: { 'fonts.body': {} } }, { document: false, packet: false }],
  ])('affects only what shows it: %s', async (_, changed, shown) => {
    brand = BRAND;
    const [ofDocument, ofPacket] = [await document(), await packet()];
    brand = changed;
    const reason = 'the brand in dossier.yaml changed';
    expect(reasonOf(DOCUMENT_INPUTS, ofDocument, await document())).toBe(
      shown.document ? reason : 'its inputs changed',
    );
    expect(reasonOf(PACKET_INPUTS, ofPacket, await packet())).toBe(shown.packet ? reason : 'its inputs changed');
    if (!shown.document) expect(await document()).toEqual(ofDocument);
    if (!shown.packet) expect(await packet()).toEqual(ofPacket);
  });
});

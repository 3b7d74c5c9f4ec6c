import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DossierError, formatError } from '../../src/errors.js';
import { openSource } from '../../src/pipeline/profiles.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

/** All messages reported while a profile is opened with an overlay. */
async function said(overlay: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'private'));
  const path = join(folder, 'ada.yaml');
  await writeFile(path, 'basics: { name: Ada }');
  await writeFile(join(folder, 'private', 'ada.yaml'), overlay);
  try {
    const { warnings } = await openSource({ slug: 'ada', path }, join(folder, 'private'), ['classic']);
    return JSON.stringify(warnings);
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    return formatError(error) + JSON.stringify(error.problems);
  }
}

test.each([
  ['meta: { template: MARKER }', '"meta.template" names an unknown template'],
  ['basics: { image: MARKER.png }', 'a picture in the overlay is left out'],
  ['basics: { image: "https://MARKER.example/a.png" }', 'a picture in the overlay is left out'],
  ['basics: { url: MARKER }', '"url" is not an address'],
  ['meta: { locale: MARKER_MARKER }', '"locale" is read as a language tag'],
  ['basics: { location: { countryCode: [MARKER] } }', 'basics.location.countryCode'],
])('a message about %s names the key and never the value', async (overlay, message) => {
  const text = await said(overlay);
  expect(text.replaceAll('\\"', '"')).toContain(message);
  expect(text).not.toContain('MARKER');
});

test('an overlay that cannot be read is an error, since its details would be missing', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'private', 'ada.yaml'), { recursive: true });
  const path = join(folder, 'ada.yaml');
  await writeFile(path, 'basics: { name: Ada }');
  await expect(openSource({ slug: 'ada', path }, join(folder, 'private'), ['classic'])).rejects.toMatchObject({
    code: 'PROFILE_MISSING',
    message: expect.stringContaining('EISDIR'),
  });
});

const PRIVATE_USE = '\uE123';

/** Overlays with the marker in fields that are invalid or unknown, or next to a character that no font has. */
const OVERLAYS: Record<string, string> = {
  contacts: `basics: { email: [MARKER], phone: { MARKER: MARKER }, url: "javascript:MARKER", label: [MARKER] }`,
  summary: `basics: { summary: "MARKER ${PRIVATE_USE}" }`,
  name: `basics: { name: "MARKER ${PRIVATE_USE}" }`,
  location: `basics: { location: { address: [MARKER], city: { x: MARKER }, countryCode: MARKER } }`,
  profiles: `basics: { profiles: [{ network: [MARKER], url: "MARKER MARKER" }, MARKER] }`,
  picture: `basics: { image: ../MARKER.png }`,
  'account URLs': `basics: { profiles: [{ network: x, username: y, url: "file:///MARKER" }] }`,
  dates: `work: [{ name: x, startDate: MARKER, endDate: "20MARKER" }]`,
  'reversed dates': `work: [{ name: "MARKER ${PRIVATE_USE}", startDate: 2020-01, endDate: 2019-01 }]`,
  highlights: `work: [{ name: x, highlights: { a: MARKER } }, { name: x, highlights: ["MARKER ${PRIVATE_USE}"] }]`,
  education: `education: [{ institution: [MARKER], score: { a: MARKER }, courses: MARKER, startDate: MARKER }]`,
  projects: `projects: [{ name: [MARKER], url: "MARKER:MARKER", keywords: MARKER }]`,
  skills: `skills: [MARKER, { name: [MARKER], keywords: { a: MARKER } }]`,
  languages: `languages: [{ language: [MARKER], fluency: { a: MARKER } }]`,
  'unknown keys': `{ x-y: MARKER, wrok: [MARKER], basics: { emial: MARKER }, meta: { thme: MARKER } }`,
  sections: `sections: [{ id: MARKER MARKER, title: [MARKER], entries: MARKER }, { title: "MARKER ${PRIVATE_USE}", entries: [{ title: x }] }]`,
  letters: `letters: { a: { body: [MARKER], date: MARKER, recipient: MARKER }, b: MARKER }`,
  'names of letters': `letters: { a: { body: x, variant: MARKER }, MARKER: { body: [x] } }`,
  'names of variants': `variants: { a: { extends: MARKER, include: [MARKER], exclude: [MARKER], template: MARKER } }`,
  keys: `{ MARKER: x, basics: { MARKER: x, "MARKER ": }, work: [{ name: x, MARKER: [y] }] }`,
  variants: `variants: { short: { sections: [MARKER], work: MARKER } }`,
  template: `meta: { template: MARKER }`,
  locale: `meta: { locale: MARKER_MARKER }`,
  'list of sections': `meta: { sections: [MARKER, work], labels: { MARKER: MARKER }, page: MARKER }`,
  references: `references: [{ name: [MARKER], reference: "MARKER ${PRIVATE_USE}" }]`,
  syntax: `basics: { name: "MARKER`,
  'duplicate keys': `basics: { name: MARKER, name: MARKER }`,
  'list instead of a group': `[MARKER]`,
  alias: `basics: { name: *MARKER }`,
  tag: `basics: { name: !MARKER x }`,
};

test.each(Object.entries(OVERLAYS))('no message about an overlay with wrong %s quotes a value', async (_, text) => {
  expect(await said(text)).not.toContain('MARKER');
});

test('no run with --private prints a value of an overlay', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
  const names = Object.keys(OVERLAYS).map((name) => name.replaceAll(' ', '-'));
  await Promise.all(
    Object.values(OVERLAYS).map(async (text, index) => {
      await writeFile(join(folder, 'profiles', `${names[index]}.yaml`), 'basics: { name: Ada, summary: Counts. }');
      await writeFile(join(folder, 'profiles', 'private', `${names[index]}.yaml`), text);
    }),
  );
  for (const more of [[], ['--json']]) {
    const { out, err } = await dossier(folder, ['render', '--private', '--format', 'html,txt,docx', ...more]);
    expect((out + err).replaceAll('\\"', '"')).toContain('"locale" is read as a language tag');
    expect(out + err).toContain('no installed font has U+E123');
    expect((out + err).split('\n').filter((line) => line.includes('MARKER'))).toEqual([]);
  }
});

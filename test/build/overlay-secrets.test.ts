import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSource } from '../../src/build/profiles.js';
import { DossierError, formatError } from '../../src/errors.js';
import { temporaryFolder } from '../support/paths.js';

/** Everything that is said while a profile is opened with an overlay. */
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
  ['meta: { template: MARKER }', '"meta.template" names no template'],
  ['basics: { image: MARKER.png }', 'a picture that the overlay names is left out'],
  ['basics: { image: "https://MARKER.example/a.png" }', 'a picture that the overlay names is left out'],
  ['basics: { url: MARKER }', 'basics.url'],
  ['meta: { locale: MARKER_MARKER }', 'meta.locale'],
  ['basics: { location: { countryCode: [MARKER] } }', 'basics.location.countryCode'],
])('a message about %s names the key and never the value', async (overlay, message) => {
  const text = await said(overlay);
  expect(text.replaceAll('\\"', '"')).toContain(message);
  expect(text).not.toContain('MARKER');
});

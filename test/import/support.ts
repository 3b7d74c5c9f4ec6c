import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toContent } from '../../src/content/content.js';
import { formatError, type Problem } from '../../src/errors.js';
import { toJsonResume } from '../../src/formats/jsonresume.js';
import { importDocument } from '../../src/import/import.js';
import type { ImportOptions } from '../../src/import/import-options.js';
import type { Imported } from '../../src/import/imported.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { failureOf } from '../profile/support.js';
import { packageFolder, ROOT, TEMPLATES } from '../support/paths.js';
import { missingIn, shownInHtml, shownInText, type Value, valuesOf } from '../support/values.js';
import { render } from '../template/support.js';

const FRESH = join(packageFolder('fresh-test-resumes'), 'src');
const OFFICIAL = packageFolder('@jsonresume/schema');

const fresh = (...names: string[]) => names.map((name) => join(FRESH, name));

/** The paths of documents in every format. */
export const DOCUMENTS = [
  join(ROOT, 'test', 'fixtures', 'import', 'rendercv.yaml'),
  join(ROOT, 'test', 'fixtures', 'import', 'yamlresume.yml'),
  join(ROOT, 'test', 'fixtures', 'import', 'jsonresume.json'),
  join(ROOT, 'test', 'fixtures', 'import', 'reactive-resume-v4.json'),
  join(ROOT, 'test', 'fixtures', 'import', 'reactive-resume-v5.json'),
  ...fresh('fresh/jane-fullstacker.json', 'fresh/johnny-trouble.json', 'fresh/short.json', 'fresh/starter-resume.json'),
  ...['jane-fullstacker-override.fresh', 'jane-partial-a', 'jane-partial-b', 'jane-partial-c'].map((name) =>
    join(FRESH, 'fresh', 'override', `${name}.json`),
  ),
  ...fresh('priv/david-tacker.fresh.json'),
  ...fresh('jrs/jane-fullstacker.json', 'jrs/jane-incomplete.json', 'jrs/john-doe.json', 'jrs/richard-hendriks.json'),
  join(OFFICIAL, 'sample.resume.json'),
  ...['career-changer', 'new-grad', 'senior-engineer'].map((name) => join(OFFICIAL, 'examples', `${name}.resume.json`)),
];

/** Imports the text of a document from another tool. */
export function imported(source: string, options: ImportOptions = {}, file = 'resume.yaml'): Imported {
  return importDocument(new TextEncoder().encode(source), file, { publicContacts: true, ...options });
}

/** Warnings of an imported profile, except those about its links, since an import does not invent addresses. */
export function complaints(warnings: readonly Problem[]): Problem[] {
  return warnings.filter(({ message }) => !message.includes('leads nowhere'));
}

/** An imported profile as parsed by the profile reader. */
export function profileOf({ yaml }: Imported): Profile {
  const { value, warnings } = readProfile(new TextEncoder().encode(yaml), 'imported.yaml', TEMPLATES);
  if (complaints(warnings).length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  return value;
}

/** The values of a document that describe the person, without the settings of its tool. */
export function personal(source: string, { leftOut }: Imported): Value[] {
  const settings = leftOut.map(({ path }) => path);
  return valuesOf(source).filter(
    ({ path }) =>
      !settings.some((setting) => path === setting || path.startsWith(`${setting}.`) || path.startsWith(`${setting}[`)),
  );
}

/** The values of a document that its résumé does not show, by output format. */
export async function lost(source: string, result: Imported): Promise<Record<string, string[]>> {
  const profile = profileOf(result);
  const content = toContent(profile, 'nobody');
  const values = personal(source, result);
  // Values about the document are only in its JSON. A picture is not text.
  const metas = values.filter(({ path }) => /^(meta|locale)\./.test(path));
  const pictures = values.filter(({ text }) => text.trim() === profile.basics?.image);
  const rest = values.filter((value) => !metas.includes(value) && !pictures.includes(value));
  const paths = (found: readonly Value[]) => found.map(({ path, text }) => `${path}: ${text}`);
  const found: Record<string, string[]> = { text: paths(missingIn(rest, shownInText(content))) };
  for (const template of TEMPLATES) {
    const { html } = await render(content, template);
    found[template] = paths(missingIn(rest, shownInHtml(html)));
  }
  const json = JSON.stringify(toJsonResume(profile));
  const unkept = metas.filter(({ text }) => !json.includes(JSON.stringify(text.replace(/T\d\d:.*/, ''))));
  found.json = paths(missingIn(unkept, shownInText(content)));
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

/** The error for a document that cannot be imported. */
export function complaintOf(source: string, options: ImportOptions = {}): string {
  return formatError(failureOf(() => imported(source, options)));
}

export const load = (path: string) => readFileSync(path, 'utf8');

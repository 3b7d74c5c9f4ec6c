import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { readProfile } from '../../src/profile/read.js';
import { sample } from '../support/matrix.js';
import { outside } from '../support/outside.js';
import { TEMPLATES, temporaryFolder } from '../support/paths.js';
import { collapse, readPdf } from '../support/pdf.js';
import { openPrinter, openServices } from '../support/services.js';

const printer = openPrinter();
afterAll(() => printer[Symbol.asyncDispose]());

const CONTACTS = {
  email: 'jean-pierre.dupont-moretti@some-company.example.com',
  phone: '+1 202-555-0123',
  url: 'https://jean-pierre.example.org/a-path/of-some-length',
  account: 'jean-pierre-dupont-moretti-1815',
};

/** A template with a narrow column, where an address of at most 38 characters fits on a line. */
const NARROW: Readonly<Record<string, string>> = { sidebar: 'jp.dupont-moretti@company.example.com' };

const emailIn = (template: string) => NARROW[template] ?? CONTACTS.email;

/** A profile whose contacts share a line with a city of any length, so that line breaks fall at every position. */
function profileWith(city: string, name: string, size: string, email: string) {
  const yaml = `basics: { name: ${name}, email: ${email}, phone: "${CONTACTS.phone}", url: "${CONTACTS.url}", location: { city: ${city} }, profiles: [{ network: LinkedIn, username: ${CONTACTS.account} }, { network: GitHub, username: jpdm }] }\nmeta: { page: { size: ${size} } }\n`;
  return readProfile(new TextEncoder().encode(yaml), 'x.yaml').value;
}

test.each(sample(TEMPLATES, 5))(
  'the %s template never breaks or cuts a contact, whatever is next to it',
  async (template) => {
    const services = openServices(printer);
    for (const [length, name, size] of [
      [4, 'Jo Li', 'a4'],
      [18, 'Jean-Pierre Dupont-Moretti', 'letter'],
      [40, 'Jean-Pierre Maximilian Constantin Dupont-Moretti von Hohenzollern', 'a4'],
      [55, 'Jo Li', 'letter'],
    ] as const) {
      const profile = profileWith('X'.repeat(length), name, size, emailIn(template));
      const { artifacts } = await makeResume(
        { slug: 'x', profile, pictures: new Map(), formats: ['pdf'], template },
        services,
      );
      const { pages } = await readPdf(artifacts[0]?.bytes ?? new Uint8Array());
      const text = pages.map((page) => page.text).join(' ');
      const url = CONTACTS.url.replace('https://', '');
      for (const contact of [emailIn(template), CONTACTS.phone, CONTACTS.account])
        expect([length, text]).toEqual([length, expect.stringContaining(contact)]);
      // A long address may wrap, but must keep every letter.
      expect(text.replace(/\s/g, '')).toContain(url);
      for (const page of pages) expect(Math.max(...page.right)).toBeLessThanOrEqual(page.width - 20);
    }
  },
);

test('pdftotext finds every contact', async (context) => {
  for (const template of sample(TEMPLATES, 5)) {
    const profile = profileWith('X'.repeat(40), 'Jean-Pierre Dupont-Moretti', 'a4', emailIn(template));
    const { artifacts } = await makeResume(
      { slug: 'x', profile, pictures: new Map(), formats: ['pdf'], template },
      openServices(printer),
    );
    const file = join(await temporaryFolder(), 'x.pdf');
    await writeFile(file, artifacts[0]?.bytes ?? '');
    const text = collapse(outside(context, 'pdftotext', ['-raw', file, '-']));
    for (const contact of [emailIn(template), CONTACTS.phone, CONTACTS.account]) expect(text).toContain(contact);
  }
});

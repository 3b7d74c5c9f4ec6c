import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { requireProgram } from '../support/outside.js';
import { PROFILES, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { factsOf, openPrinter, openServices, shippedProfile } from '../support/services.js';

/** Without spaces and case, and with the letters of ligatures, which depend on the fonts of the system. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s\u00ad\u200b]+/g, '')
    .toLowerCase();

test('LibreOffice opens the Word files and shows every fact on the requested paper', {
  timeout: 120_000,
}, async (context) => {
  requireProgram(context, 'soffice');
  const folder = await temporaryFolder();
  for (const slug of PROFILES) {
    const request = { slug, profile: await shippedProfile(slug), pictures: new Map(), formats: ['docx'] as const };
    const { artifacts } = await makeResume(request, openServices(openPrinter(1)));
    await writeFile(join(folder, `${slug}.docx`), artifacts[0]?.bytes ?? '');
  }
  const settings = `-env:UserInstallation=file://${join(folder, 'settings')}`;
  const files = PROFILES.map((slug) => join(folder, `${slug}.docx`));
  execFileSync('soffice', [settings, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], {
    stdio: 'ignore',
  });
  for (const slug of PROFILES) {
    const { pages } = await readPdf(await readFile(join(folder, `${slug}.pdf`)));
    const text = bare(pages.map((page) => page.text).join(' '));
    const links = pages.flatMap((page) => page.links.map(({ url }) => url?.toLowerCase()));
    const missing = (await factsOf(slug)).filter(
      (fact) => !text.includes(bare(fact)) && !links.some((url) => url?.includes(fact.toLowerCase())),
    );
    expect({ slug, missing }).toEqual({ slug, missing: [] });
    expect(pages.length).toBeLessThanOrEqual(5);
    const rightmost = Math.max(...pages.flatMap((page) => page.right));
    // 20 mm from the edge of A4. Dates end exactly there, and lines of text end before it.
    const margin = 595.28 - 56.7;
    expect(rightmost).toBeLessThan(margin + 3);
    if (/"(start|end)Date"/.test(JSON.stringify(await shippedProfile(slug))))
      expect(rightmost).toBeGreaterThan(margin - 3);
  }
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { importFile } from '../../src/import/import.js';
import { libreOffice, officeEnding } from '../../src/import/libreoffice.js';
import { rejectionOf } from '../profile/support.js';
import { requireProgram } from '../support/outside.js';
import { profileOf } from './support.js';

const office = libreOffice({ env: process.env, platform: process.platform });
const bytesOf = (text: string) => new TextEncoder().encode(text);

const RTF = String.raw`{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}
{\pard\fs44\b Jane Example\par}
{\pard\fs22 Backend Engineer\par}
{\pard\fs22 jane@example.com | Austin, TX\par}
{\pard\fs30\b Work Experience\par}
{\pard\fs22\b Senior Engineer\b0\tab Jan 2020 \endash  Present\par}
{\pard\fs22 Harbor Labs, Austin, TX\par}
{\pard\fs22 \bullet  Built the ledger\par}
{\pard\fs22 \bullet  Cut latency from 50 ms to 5 ms\par}
PICTURE
}`;

const EXPECTED = {
  basics: { name: 'Jane Example', label: 'Backend Engineer' },
  work: [{ name: 'Harbor Labs', position: 'Senior Engineer', startDate: '2020-01', endDate: 'present' }],
};

test('documents of other word processors are recognized by their content', () => {
  expect(officeEnding(bytesOf(RTF))).toBe('rtf');
  expect(officeEnding(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('doc');
  expect(officeEnding(bytesOf('PK\u0003\u0004 other'))).toBeUndefined();
});

test('RTF and OpenDocument files become profiles, and load nothing', async (context) => {
  requireProgram(context, 'soffice');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const picture = String.raw`{\field{\*\fldinst INCLUDEPICTURE "${address}/rtf.png" \\d}{\fldrslt }}`;
    const rtf = bytesOf(RTF.replace('PICTURE', picture));
    const [fromRtf] = await importFile(rtf, 'cv.rtf', { office });
    expect(fromRtf && profileOf(fromRtf)).toMatchObject(EXPECTED);

    const folder = await mkdtemp(join(tmpdir(), 'dossier-test-office-'));
    await writeFile(join(folder, 'cv.rtf'), RTF.replace('PICTURE', ''));
    const settings = `-env:UserInstallation=${pathToFileURL(join(folder, 'settings')).href}`;
    execFileSync(
      'soffice',
      [settings, '--headless', '--convert-to', 'odt', '--outdir', folder, join(folder, 'cv.rtf')],
      {
        stdio: 'ignore',
      },
    );
    const zip = await JSZip.loadAsync(await readFile(join(folder, 'cv.odt')));
    const content = (await zip.file('content.xml')?.async('string')) ?? '';
    const frame = `<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="${address}/odt.png" xlink:type="simple"/></draw:frame></text:p></office:text>`;
    zip.file('content.xml', content.replace('</office:text>', frame));
    zip.file('mimetype', 'application/vnd.oasis.opendocument.text', { compression: 'STORE' });
    const odt = await zip.generateAsync({ type: 'uint8array' });
    const [fromOdt] = await importFile(odt, 'cv.odt', { office });
    expect(fromOdt && profileOf(fromOdt)).toMatchObject(EXPECTED);
    expect(asked).toEqual([]);
  } finally {
    server.close();
  }
});

test('a missing or failing LibreOffice is an error with a way on', async (context) => {
  const none = libreOffice({ env: { PATH: '' }, platform: process.platform });
  const missing = formatError(await rejectionOf(importFile(bytesOf(RTF), 'cv.rtf', { office: none })));
  expect(missing).toContain('read with LibreOffice, which is not installed');
  expect(missing).toContain('save the file as Word');
  expect(formatError(await rejectionOf(importFile(bytesOf(RTF), 'cv.rtf')))).toContain('is not read here');
  requireProgram(context, 'soffice');
  const damaged = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(600).fill(7)]);
  expect(formatError(await rejectionOf(importFile(damaged, 'cv.doc', { office })))).toMatch(
    /cannot read the \.doc file|no text/,
  );
});

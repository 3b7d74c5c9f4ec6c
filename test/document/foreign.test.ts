import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { expect, test } from 'vitest';
import { finisher } from '../../src/document/finisher.js';
import { allText } from '../support/structure.js';

async function printWith(actions: Record<string, unknown>[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const { node } = document.addPage([200, 200]);
  const links = actions.map((action) =>
    document.context.register(
      document.context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: action } as never),
    ),
  );
  node.set(PDFName.of('Annots'), document.context.obj(links));
  // A separate action object that the page refers to.
  const script = document.context.register(document.context.obj({ S: 'JavaScript', JS: PDFString.of('evil()') }));
  node.set(PDFName.of('AA'), document.context.obj({ O: script }));
  return document.save();
}

const link = (address: string) => ({ S: 'URI', URI: PDFString.of(address) });
const INFO = { title: 'Jane', lang: 'en', creator: 'Dossier' };

test('finishing removes harmful actions and links from a foreign page', async () => {
  const bad = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share'].map(link);
  const launch = { S: 'Launch', F: PDFString.of('calc.exe') };
  const pdf = await printWith([...bad, launch, link('https://jane.example.com')]);
  const printed = { pdf, name: 'jane', headings: [], isForeign: true };
  const { bytes, dropped } = await finisher.finish(printed, INFO, []);
  const text = await allText(bytes);
  for (const address of ['passwd', 'alert', 'smb:', 'calc', 'evil']) expect(text).not.toContain(address);
  expect(text).toContain('https://jane.example.com');
  expect(dropped).toEqual(
    expect.arrayContaining([
      'a link to an address that is not a web address',
      'an action of type Launch',
      'actions that run by themselves',
    ]),
  );
});

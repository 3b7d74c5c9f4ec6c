import { PDFArray, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { attachFiles, extractFiles } from '../../src/pdf/attach.js';
import { allText } from '../support/structure.js';
import { type Draw, merge, source } from './merging.js';

describe('what a document from elsewhere may not bring along', () => {
  const drop = async (draw: Draw) => {
    const { parts, bytes } = await merge(await source(draw));
    return { dropped: parts[0]?.dropped, text: await allText(bytes) };
  };
  const annotate = (document: PDFDocument, entries: Record<string, unknown>) => {
    const annotation = document.context.obj({ Type: 'Annot', Rect: [0, 0, 9, 9], ...entries } as never);
    document.getPage(0).node.set(PDFName.of('Annots'), document.context.obj([document.context.register(annotation)]));
  };

  test.each([
    ['JavaScript', { S: 'JavaScript', JS: PDFString.of('app.alert(1)') }],
    ['Launch', { S: 'Launch', F: PDFString.of('calc.exe') }],
    ['SubmitForm', { S: 'SubmitForm', F: PDFString.of('http://example.com') }],
    ['GoToR', { S: 'GoToR', F: PDFString.of('other.pdf') }],
  ])('a link that does %s', async (name, action) => {
    const { dropped, text } = await drop((document) => annotate(document, { Subtype: 'Link', A: action }));
    expect(dropped).toEqual([`an action of type ${name}`]);
    expect(text).not.toContain(name);
  });

  test('a link to a file address', async () => {
    const action = { S: 'URI', URI: PDFString.of('file:///etc/passwd') };
    const { dropped, text } = await drop((document) => annotate(document, { Subtype: 'Link', A: action }));
    expect(dropped).toEqual(['a link to an address that is not of the web']);
    expect(text).not.toContain('passwd');
  });

  test('scripts and actions of the document and its pages', async () => {
    const { dropped, text } = await drop((document) => {
      const script = { S: 'JavaScript', JS: PDFString.of('evil()') };
      document.catalog.set(PDFName.of('OpenAction'), document.context.obj(script));
      document.catalog.set(
        PDFName.of('Names'),
        document.context.obj({ JavaScript: { Names: [PDFString.of('a'), script] } }),
      );
      document.getPage(0).node.set(PDFName.of('AA'), document.context.obj({ O: script }));
    });
    expect(dropped).toContain('actions that run by themselves');
    expect(text).not.toContain('evil');
  });

  test('an XFA form, and the validity of a signature', async () => {
    const { dropped, text } = await drop((document) => {
      const signature = {
        Type: 'Sig',
        Filter: 'Adobe.PPKLite',
        Contents: PDFHexString.of('00ff'),
        Name: PDFString.of('signer'),
      };
      const entries = { Subtype: 'Widget', FT: 'Sig', T: PDFString.of('sign'), V: signature };
      annotate(document, entries);
      const annotations = document.getPage(0).node.lookup(PDFName.of('Annots'), PDFArray);
      document.catalog.set(
        PDFName.of('AcroForm'),
        document.context.obj({ Fields: annotations.asArray(), XFA: PDFString.of('<xdp/>') }),
      );
    });
    expect(dropped).toEqual(expect.arrayContaining(['an XFA form', 'a signature, which is no longer valid']));
    expect(text).not.toContain('xdp');
    expect(text).not.toContain('signer');
  });

  test('attached programs; other attachments stay', async () => {
    const { parts, bytes } = await merge(
      await source((document) =>
        attachFiles(document, [
          { name: 'setup.exe', bytes: new Uint8Array([77, 90]) },
          { name: 'notes.txt', bytes: new Uint8Array([65]) },
        ]),
      ),
    );
    expect(parts[0]?.dropped).toEqual(['the attached program setup.exe']);
    expect((await extractFiles(bytes, 'x')).map((file) => file.name)).toEqual(['notes.txt']);
  });
});

import { readFile } from 'node:fs/promises';
import { PDFArray, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { attachFiles, extractFiles } from '../../src/pdf/attach.js';
import { allText } from '../support/structure.js';
import { type Draw, merge, source } from './merging.js';

const HOSTILE = new URL('../fixtures/pdf/link-pa-javascript.pdf', import.meta.url);

describe('merging a foreign document removes', () => {
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
  ])('a link with a %s action', async (name, action) => {
    const { dropped, text } = await drop((document) => annotate(document, { Subtype: 'Link', A: action }));
    expect(dropped).toEqual([`an action of type ${name}`]);
    expect(text).not.toContain(name);
  });

  test('a link to a file address', async () => {
    const action = { S: 'URI', URI: PDFString.of('file:///etc/passwd') };
    const { dropped, text } = await drop((document) => annotate(document, { Subtype: 'Link', A: action }));
    expect(dropped).toEqual(['a link to an address that is not a web address']);
    expect(text).not.toContain('passwd');
  });

  const uri = (address: PDFString | PDFHexString) => ({ S: 'URI', URI: address });

  test.each([
    ['under PA', { PA: uri(PDFString.of('javascript:alert(1)')) }, 'alert'],
    [
      'under PA, in an array',
      { PA: [uri(PDFString.of('https://a.example')), [uri(PDFString.of('javascript:evil'))]] },
      'evil',
    ],
    [
      'as the next action of another one',
      { A: { S: 'GoTo', D: [0], Next: [{ S: 'URI', URI: PDFString.of('data:text/html,evil') }] } },
      'evil',
    ],
    [
      'as the next action of two others',
      { A: { S: 'GoTo', D: [0], Next: { S: 'GoTo', D: [0], Next: { S: 'Launch', F: PDFString.of('evil') } } } },
      'evil',
    ],
    ['with a space before its scheme', { A: uri(PDFString.of(' javascript:evil')) }, 'evil'],
    ['with a control character in its scheme', { A: uri(PDFString.of('java\\tscript:evil')) }, 'evil'],
    ['with a line break after a safe scheme', { A: uri(PDFString.of('https://a\\njavascript:evil')) }, 'evil'],
    ['in hexadecimal', { A: uri(PDFHexString.of(Buffer.from('vbscript:evil').toString('hex'))) }, 'evil'],
    ['in UTF-16', { A: uri(PDFHexString.fromText('javascript:evil')) }, 'FEFF006A'],
    ['without a scheme', { A: uri(PDFString.of('//evil.example')) }, 'evil'],
    ['with a named action that prints', { A: { S: 'Named', N: 'Print' } }, '/Print'],
    ['with an action without a type', { A: { URI: PDFString.of('javascript:evil') } }, 'evil'],
    [
      'with a file specification of type URL',
      { FS: { Type: 'Filespec', FS: 'URL', F: PDFString.of('javascript:x') } },
      '/URL',
    ],
  ])('a link %s', async (_, entries, gone) => {
    const { dropped, text } = await drop((document) => annotate(document, { Subtype: 'Link', ...entries }));
    expect(dropped).toHaveLength(1);
    expect(text).not.toContain(gone);
  });

  test.each(['https://a.example/x', 'HTTP://a.example', 'mailto:a@b.example', 'tel:+123'])(
    'but keeps %s',
    async (address) => {
      const action = { S: 'URI', URI: PDFString.of(address) };
      const { dropped, text } = await drop((document) =>
        annotate(document, { Subtype: 'Link', A: action, PA: action }),
      );
      expect(dropped).toEqual([]);
      expect(text).toContain(address);
    },
  );

  test('multimedia content, and references to streams and pages in other files', async () => {
    const { dropped, text } = await drop((document) => {
      const { context } = document;
      const far = context.register(context.stream('', { F: PDFString.of('http://evil.example') }));
      const ref = context.register(
        context.stream('', { Subtype: 'Form', Ref: { F: PDFString.of('evil.pdf'), Page: 0 } }),
      );
      annotate(document, { Subtype: 'RichMedia', RichMediaContent: { X: far }, AP: { N: ref, D: far } });
    });
    expect(dropped).toEqual(
      expect.arrayContaining([
        'the content of a RichMedia annotation',
        'a stream in another file',
        'a page in another file',
      ]),
    );
    expect(text).not.toContain('evil');
  });

  test('every action from one hostile file', async () => {
    const { bytes } = await merge(new Uint8Array(await readFile(HOSTILE)));
    const text = await allText(bytes);
    for (const word of [
      'javascript',
      'JavaScript',
      'Launch',
      'GoToR',
      'GoToE',
      'SubmitForm',
      'ImportData',
      'evil',
      'x.exe',
    ])
      expect(text).not.toContain(word);
  });

  test('scripts and automatic actions of the document and its pages', async () => {
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

  test('an XFA form and the contents of a signature', async () => {
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

  test('attached programs, but keeps other attachments', async () => {
    const { parts, bytes } = await merge(
      await source((document) =>
        attachFiles(document, [
          { name: 'setup.exe', bytes: new Uint8Array([77, 90]) },
          { name: 'notes.txt', bytes: new Uint8Array([65]) },
        ]),
      ),
    );
    expect(parts[0]?.dropped).toEqual(['the attached executable file setup.exe']);
    expect((await extractFiles(bytes, 'x')).map((file) => file.name)).toEqual(['notes.txt']);
  });
});

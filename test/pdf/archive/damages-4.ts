import type { PDFDict } from 'pdf-lib';
import type { CONDITIONS_4 } from '../../../src/pdf/archive/conditions.js';
import { addAnnotation, addContent, addElement, dictIn, name, type Tagged, text } from '../tagged.js';

/** For every condition that PDF/A-4f was the first to have, a change that makes a valid document violate only it. */
export const DAMAGES_4: Record<keyof typeof CONDITIONS_4, (tagged: Tagged) => void> = {
  'A-4 6.1.3-4': ({ context }) => {
    context.trailerInfo.Info = context.register(context.obj({ ModDate: text('D:2026') }));
  },
  'A-4 6.2.5-3': (tagged) => {
    const states = dictIn(dictIn(tagged.page, 'Resources'), 'ExtGState');
    states.set(name('S'), tagged.context.obj({ Type: 'ExtGState', HTO: [0, 0] }));
    addContent(tagged, '/Artifact BMC q /S gs 0 0 1 1 re f Q EMC');
  },
  'A-4 6.6.1-1': ({ catalog, context }) => catalog.set(name('OpenAction'), context.obj({ S: 'Hide', T: text('a') })),
  'A-4 6.6.3-1': ({ catalog, context }) =>
    catalog.set(name('AA'), context.obj({ WC: { S: 'JavaScript', JS: text('app.beep()') } })),
  'A-4 6.9-5': (tagged) => {
    const { catalog, context } = tagged;
    catalog.delete(name('Names'));
    const file = context.register(
      context.stream('A', { Type: 'EmbeddedFile', Subtype: 'text/plain', Params: { Size: 1 } }),
    );
    const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 10, 10], Resources: {} };
    const spec = { Type: 'Filespec', F: text('a'), UF: text('a'), AFRelationship: 'Source', EF: { F: file } };
    const annotation: PDFDict = addAnnotation(tagged, addElement(tagged, tagged.top, 'Annot'), {
      ...{ Subtype: 'FileAttachment', F: 4, Contents: text('A') },
      AP: { N: context.register(context.stream('0 0 1 1 re f', form)) },
    });
    annotation.set(name('FS'), context.register(context.obj(spec)));
  },
};

import { CONDITIONS as ARCHIVE_3, CONDITIONS_4 } from '../../../src/pdf/archive/conditions.js';
import { clauseOf } from '../../../src/pdf/clauses.js';
import { CONDITIONS as UA_1 } from '../../../src/pdf/ua/conditions.js';
import { CONDITIONS_2 } from '../../../src/pdf/ua/conditions-2.js';
import { addTrueType, LETTER, MACINTOSH } from '../fonts.js';
import { addAnnotation, addElement, dictIn, name, setXmp, type Tagged, text, XMP_2 } from '../tagged.js';
import { DAMAGES as UA_DAMAGES } from '../ua/damages.js';
import { DAMAGES_2 } from '../ua/damages-2.js';
import { DAMAGES } from './damages.js';
import { DAMAGES_4 } from './damages-4.js';

/** A symbolic font needs a symbol map or a Macintosh map. */
const MAPS = [{ ...LETTER, kind: MACINTOSH }];

type Damage = (tagged: Tagged) => void;

/** Damages of documents of PDF 2.0 by conditions of the older standards, where those for PDF 1.7 violate others too. */
const OWN: Readonly<Record<string, Damage>> = {
  '02-004': (tagged) => {
    addElement(tagged, tagged.top, 'P');
    dictIn(tagged.root, 'RoleMap').set(name('P'), name('Span'));
  },
  '06-003': (tagged) => setXmp(tagged, XMP_2.replace('Title', ' ')),
  '09-007': (tagged) => {
    const paragraph = addElement(tagged, tagged.top, 'P');
    addElement(tagged, addElement(tagged, paragraph, 'Ruby'), 'RT');
  },
  '09-008': (tagged) => {
    const paragraph = addElement(tagged, tagged.top, 'P');
    addElement(tagged, addElement(tagged, paragraph, 'Warichu'), 'WT');
  },
  '31-024': (tagged) => void addTrueType(tagged, 4, { Encoding: name('WinAnsiEncoding') }, MAPS),
  '31-027': (tagged) => void addTrueType(tagged, 4, {}, MAPS).delete(name('ToUnicode')),
  '6.2.11.2-3': (tagged) => void addTrueType(tagged, 4, {}, MAPS).delete(name('BaseFont')),
  '6.2.11.2-7': (tagged) => {
    const file = tagged.context.register(tagged.context.stream('A', { Subtype: 'Own' }));
    dictIn(addTrueType(tagged, 4, {}, MAPS), 'FontDescriptor').set(name('FontFile3'), file);
  },
  '6.3.1-1': (tagged) => {
    const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 10, 10], Resources: {} };
    const look = tagged.context.register(tagged.context.stream('0 0 1 1 re f', form));
    const annot = addElement(tagged, tagged.top, 'Annot');
    addAnnotation(tagged, annot, { Subtype: 'Screen', F: 4, Contents: text('A'), AP: { N: look } });
  },
};

const ALL: Readonly<Record<string, Damage>> = { ...UA_DAMAGES, ...DAMAGES, ...DAMAGES_2, ...DAMAGES_4, ...OWN };

/** The change that makes a valid document of PDF 2.0 violate only a condition. */
export function damageIn2(condition: string): Damage {
  const damage = ALL[condition];
  if (!damage) throw new Error(`no damage for ${condition}`);
  return damage;
}

const CLAIM = '06-002';
const CONDITIONS = { ...UA_1, ...ARCHIVE_3, ...CONDITIONS_2, ...CONDITIONS_4 };

/** The conditions that a standard has, PDF/A-4f beyond PDF/UA-2, with their clauses in it. */
export function conditionsIn(standard: 'ua-2' | 'a-4f'): [string, string][] {
  return Object.keys(CONDITIONS).flatMap((condition): [string, string][] => {
    const clause = condition === CLAIM ? undefined : clauseOf(condition, standard);
    const isShared = standard === 'a-4f' && clauseOf(condition, 'ua-2') !== undefined;
    return clause === undefined || isShared ? [] : [[condition, clause]];
  });
}

import type { PDFDict } from 'pdf-lib';
import type { Operation } from '../syntax/content.js';
import type { Report } from './conditions.js';
import { FILTERS, INTENTS, MOST_NAME, MOST_STRING, numberFault } from './values.js';

/** The operators of content streams (ISO 32000-1, Annex A); BX and EX permit no others (ISO 19005-3, 6.2.2). */
const OPERATORS = new Set(
  (
    'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l M m MP n q Q re RG rg ri s S ' +
    'SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' "'
  ).split(' '),
);

/** Operators that name an object of the resources. */
const NAMING = new Set(['Tf', 'Do', 'gs', 'sh']);

/** The deepest nesting of q (ISO 19005-3, 6.1.13). */
const DEEPEST = 28;

/** Shorter operands are numbers in range, and strings and names of permitted length. */
const LONG = 10;

/**
 * Checks content streams (ISO 19005-3, 6.1.10, 6.1.13, 6.2.2, 6.2.4 and 6.2.6) while they are read for other checks.
 *
 * @param resources the resource dictionary of the stream itself; undefined if it uses that of another object
 * @returns checks an operation, given the number of graphics states that are open before it
 */
export function watchContent(
  resources: PDFDict | undefined,
  where: string,
  report: Report,
): (operation: Operation, open: number) => void {
  return (operation, open) => {
    const { operator } = operation;
    if (!OPERATORS.has(operator)) report('6.2.2-1', where);
    else if (operator === 'q') {
      if (open >= DEEPEST) report('6.1.13-8', where);
    } else if (operator === 'BI') checkInlineImage(operation, where, report);
    else if (operator === 'k' || operator === 'K') report('6.2.4.3-3', where);
    else if (operator === 'cs' || operator === 'CS') {
      if (operation.name(0) === 'DeviceCMYK') report('6.2.4.3-3', where);
    } else if (operator === 'ri') {
      if (!INTENTS.has(operation.name(0) ?? '')) report('6.2.6-1', where);
    } else if (!resources && NAMING.has(operator)) report('6.2.2-2', where);
    for (let index = 0; index < operation.count; index++) checkOperand(operation, index, where, report);
  };
}

function checkOperand(operation: Operation, index: number, where: string, report: Report): void {
  const length = operation.lengthOf(index);
  // A short string with an even number of digits has an even length.
  if (length <= LONG && length % 2 === 0) return;
  const source = operation.source(index);
  const [first] = source;
  if (first === '<') checkHex(source, where, report);
  else if (length <= LONG) return;
  else if (first === '/') {
    if ((operation.name(index) ?? '').length > MOST_NAME) report('6.1.13-4', where);
  } else if (first === '(' || first === '[')
    operation.strings(index, (string) => {
      if (string.length > MOST_STRING) report('6.1.13-3', where);
    });
  else {
    const fault = /^[+-]?[\d.]+$/.test(source) ? numberFault(Number(source), source.includes('.')) : undefined;
    if (fault) report(fault, where);
  }
}

function checkHex(source: string, where: string, report: Report): void {
  if (source.startsWith('<<')) return;
  const digits = source.slice(1, -1).replace(/\s/g, '');
  if (/[^\da-f]/i.test(digits)) report('6.1.6-2', where);
  else if (digits.length % 2 === 1) report('6.1.6-1', where);
}

/** Checks the entries between BI and ID, whose names may be abbreviated (ISO 32000-1, Table 93). */
function checkInlineImage(operation: Operation, where: string, report: Report): void {
  const [entries = ''] = operation.whole().split(/\bID\s/, 1);
  const filter = /\/(?:F|Filter)\s*(\[[^[\]]*\]|\/\w+)/.exec(entries)?.[1] ?? '';
  if ([...filter.matchAll(/\/(\w+)/g)].some(([, name]) => !FILTERS.has(name ?? ''))) report('6.1.10-1', where);
  if (/\/(?:CMYK|DeviceCMYK)\b/.test(entries)) report('6.2.4.3-3', where);
  if (/\/(?:I|Interpolate)\s+true\b/.test(entries)) report('6.2.8-3', where);
  const intent = /\/Intent\s*\/(\w+)/.exec(entries)?.[1];
  if (intent !== undefined && !INTENTS.has(intent)) report('6.2.6-1', where);
}

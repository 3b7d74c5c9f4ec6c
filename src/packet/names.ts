import { NUMBER_CHARACTERS } from '../pdf/fonts/number-font.js';
import type { LoadedTemplate } from '../template/store.js';
import { type PrintKit, printTemplate } from './print-template.js';

/** How a candidate is called in a packet. */
export interface Named {
  name: string;
  label?: string | undefined;
}

/** Names as packets show them, printed ahead: one page a candidate, in their order. */
export interface PrintedNames {
  /** For the foot of pages; a last page has the characters of numbers. */
  strips: Uint8Array;
  /** For the contents. */
  rows: Uint8Array;
}

/** Prints the names of candidates, so that a program without this browser and its fonts can set them. */
export async function printNames(
  candidates: readonly Named[],
  templates: { strip: LoadedTemplate; row: LoadedTemplate },
  kit: PrintKit,
): Promise<PrintedNames> {
  const plain = { title: 'Names', lang: 'en', setting: {}, tagged: false };
  const names = candidates.map(({ name }) => name);
  const rows = candidates.map(({ name, label }) => ({ name, label: label ?? null }));
  const [strip, row] = await Promise.all([
    printTemplate(templates.strip, { names, numbers: NUMBER_CHARACTERS }, plain, kit),
    printTemplate(templates.row, { rows }, plain, kit),
  ]);
  return { strips: strip.pdf, rows: row.pdf };
}

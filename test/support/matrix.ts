import { test } from 'vitest';

/** `true` in `npm run test:matrix`, which runs every case; `npm test` runs a fixed sample of the large matrices. */
export const IS_MATRIX = process.env.DOSSIER_MATRIX === 'all';

/** All rows in `npm run test:matrix`; otherwise `count` evenly spaced rows, starting with the first. */
export function sample<T>(rows: readonly T[], count: number): T[] {
  if (IS_MATRIX || count >= rows.length) return [...rows];
  return Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)] as T);
}

/**
 * All pairs of two lists in `npm run test:matrix`. Otherwise each element of the longer list once, paired so that the
 * elements of the shorter list occur about equally often.
 */
export function pairs<A, B>(rows: readonly A[], columns: readonly B[]): [A, B][] {
  const all = rows.flatMap((row) => columns.map((column): [A, B] => [row, column]));
  if (IS_MATRIX) return all;
  const length = Math.max(rows.length, columns.length);
  return Array.from({ length }, (_, at) => [rows[at % rows.length] as A, columns[at % columns.length] as B]);
}

/** Returns `matrix` in `npm run test:matrix` and `sampled` in `npm test`. */
export function repetitions(matrix: number, sampled: number): number {
  return IS_MATRIX ? matrix : sampled;
}

/**
 * Defines an expensive variation of other tests that runs only in `npm run test:matrix`.
 *
 * @param timeout the time after which it fails, in milliseconds
 */
export function matrixTest(name: string, run: () => Promise<void>, timeout = 300_000): void {
  test(name, { timeout }, async (context) => {
    if (!IS_MATRIX) context.skip('runs only in npm run test:matrix');
    await run();
  });
}

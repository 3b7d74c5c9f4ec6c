import { test } from 'vitest';

/** `true` in `npm run test:matrix`, which runs every case; `npm test` runs a fixed sample of the large matrices. */
export const IS_MATRIX = process.env.DOSSIER_MATRIX === 'all';

/** All rows in `npm run test:matrix`; otherwise `count` of them at equal distances, the first one included. */
export function sample<T>(rows: readonly T[], count: number): T[] {
  if (IS_MATRIX || count >= rows.length) return [...rows];
  return Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)] as T);
}

/**
 * All pairs of two lists in `npm run test:matrix`; otherwise each element of the longer list once, paired so that each
 * element of the shorter list occurs about equally often.
 */
export function pairs<A, B>(rows: readonly A[], columns: readonly B[]): [A, B][] {
  const all = rows.flatMap((row) => columns.map((column): [A, B] => [row, column]));
  if (IS_MATRIX) return all;
  const length = Math.max(rows.length, columns.length);
  return Array.from({ length }, (_, at) => [rows[at % rows.length] as A, columns[at % columns.length] as B]);
}

/** The number of repetitions in `npm run test:matrix` and in `npm test`. */
export function repetitions(matrix: number, sampled: number): number {
  return IS_MATRIX ? matrix : sampled;
}

/** A test that runs only in `npm run test:matrix`: a variation of others, at the cost of many runs. */
export function matrixTest(name: string, run: () => Promise<void>): void {
  test(name, async (context) => {
    if (!IS_MATRIX) context.skip('runs only in npm run test:matrix');
    await run();
  });
}

import type { Encryption } from './encryption.js';

/** The bits of the flags (ISO 32000-1, Table 22), which count from 1. */
const PRINT = 3;
const MODIFY = 4;
const COPY = 5;
const ANNOTATE = 6;
const FILL_IN = 9;
const READ_ALOUD = 10;
const ASSEMBLE = 11;
const PRINT_WELL = 12;

/** The first revision with the bits from 9 on. */
const WITH_MORE = 3;

/**
 * What the owner of a file does not permit, as nouns: `printing`, `copying text and pictures`. A permission that another
 * one includes is named only if both are withheld.
 */
export function withheld({ flags, revision }: Encryption['permissions']): string[] {
  const may = (bit: number) => (flags & (1 << (bit - 1))) !== 0;
  const hasMore = revision >= WITH_MORE;
  const all: [string, boolean][] = [
    ['printing', !may(PRINT)],
    ['printing in high quality', hasMore && may(PRINT) && !may(PRINT_WELL)],
    ['changes', !may(MODIFY)],
    ['rearranging pages', hasMore && !may(MODIFY) && !may(ASSEMBLE)],
    ['copying text and pictures', !may(COPY)],
    ['reading aloud', hasMore && !may(READ_ALOUD)],
    ['comments', !may(ANNOTATE)],
    ['filling in forms', !may(ANNOTATE) && !(hasMore && may(FILL_IN))],
  ];
  return all.filter(([, isWithheld]) => isWithheld).map(([what]) => what);
}

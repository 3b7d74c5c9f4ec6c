import { type CsvError, parse } from 'csv-parse/sync';
import { DossierError } from '../errors.js';
import { decode } from '../profile/limits.js';

/** The records of a CSV file by the names of its columns, and the line at which each begins. */
export interface CsvTable {
  records: Record<string, string>[];
  lines: number[];
}

/**
 * Reads CSV with a line of column names (RFC 4180). Rows may be longer or shorter than that line.
 *
 * @throws DossierError IMPORT_DAMAGED, PROFILE_ENCODING or PROFILE_LIMIT
 */
export function readCsv(bytes: Uint8Array, file: string): CsvTable {
  const text = decode(bytes, file);
  try {
    const rows = parse(text, {
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 500_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [head, ...rest] = rows;
    const columns = (head?.record ?? []).map((name) => name.trim());
    return {
      records: rest.map(({ record }) => Object.fromEntries(columns.map((name, index) => [name, record[index] ?? '']))),
      // The parser counts the lines up to the end of a record.
      lines: rest.map((_, index) => (rows[index]?.info.lines ?? 0) + 1),
    };
  } catch (error) {
    const { code, lines } = error as Partial<CsvError & { lines: number }>;
    if (!code?.startsWith('CSV_')) throw error;
    throw new DossierError('IMPORT_DAMAGED', 'this is not a valid CSV file', {
      where: { file, ...(lines ? { line: lines } : {}) },
      hint: 'export the file again; programs for tables may have changed it',
      cause: error,
    });
  }
}

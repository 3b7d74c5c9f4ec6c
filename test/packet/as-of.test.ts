import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asOfMonth } from '../../src/packet/qualifications.js';
import { readPacket } from '../../src/packet/schema.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

const now = new Date('2026-11-26T12:00:00Z');

describe('open-ended jobs are counted to', () => {
  test('the requested month, otherwise that of SOURCE_DATE_EPOCH, otherwise the current month', () => {
    expect(asOfMonth({ asked: '2025-03', epoch: '2024-02-01T00:00:00.000Z', now })).toBe('2025-03');
    expect(asOfMonth({ epoch: '2024-02-01T00:00:00.000Z', now })).toBe('2024-02');
    expect(asOfMonth({ now })).toBe('2026-11');
  });

  test('the packet’s own date if it has one', async () => {
    const read = async (yaml: string) => {
      let counted = '';
      const { value } = await readPacket(new TextEncoder().encode(yaml), 'p.yaml', {
        profiles: [],
        asOf: '2026-11',
        find: async (_query, _sort, asOf) => {
          counted = asOf;
          return ['ada'];
        },
      });
      return [value.asOf, counted];
    };
    expect(await read('title: X\nprofiles: {}')).toEqual(['2026-11', '2026-11']);
    expect(await read('title: X\ndate: 2025-04-17\nprofiles: {}')).toEqual(['2025-04', '2025-04']);
  });
});

describe('--as-of', () => {
  const TXT = ['render', '--format', 'txt', '--json'];
  const cardsOf = (folder: string) => readFile(join(folder, 'out', 'assets', 'candidates.js'), 'utf8');

  test('sets the end month of candidates’ experience on the page, and changes nothing else', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'profiles'));
    await writeFile(
      join(folder, 'profiles', 'ada.yaml'),
      'basics: { name: Ada }\nwork: [{ name: Engines, startDate: 2025-01 }]\nmeta: { lastModified: 2025-06-01 }\n',
    );
    const run = async (month: string) => {
      const { status, out } = await dossier(folder, [...TXT, '--as-of', month]);
      expect(status).toBe(0);
      return JSON.parse(out) as { written: unknown[]; page?: { written: string[] } };
    };
    await run('2025-12');
    expect(await cardsOf(folder)).toContain('"months":12');
    expect((await run('2025-12')).page).toBeUndefined();
    const { written, page } = await run('2026-03');
    expect(written).toEqual([]);
    expect(page?.written).toContain('assets/candidates.js');
    expect(await cardsOf(folder)).toMatch(/"asOf":"2026-03".*"months":15|"months":15.*"asOf":"2026-03"/);
    const epoch = { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 4, 3) / 1000) };
    expect(await dossier(folder, TXT, epoch)).toMatchObject({ status: 0 });
    expect(await cardsOf(folder)).toContain('"asOf":"2026-05"');
  });

  test('accepts only a month', async () => {
    for (const month of ['2026', '2026-13', 'now', '2026-11-26'])
      expect(await dossier(await temporaryFolder(), ['render', '--as-of', month])).toMatchObject({
        status: 2,
        err: expect.stringContaining('write a month'),
      });
  });
});

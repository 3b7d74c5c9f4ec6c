// Many profiles: what a second run takes, and what memory and time many take next to few.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder, render } from './folders.mjs';
import { median } from './support.mjs';

/** What a second run takes on 1,000 profiles of which none, or one, has changed. */
export async function incremental() {
  return inFolder(1000, async (folder) => {
    await render(folder);
    const nothing = [];
    for (let round = 0; round < 5; round++) nothing.push((await render(folder)).seconds);
    await appendFile(join(folder, 'profiles', 'p7.yaml'), '# changed\n');
    const one = await render(folder);
    return [
      {
        id: 'nothing-changed',
        what: 'nothing changed in 1,000 profiles, seconds',
        value: median(nothing).toFixed(2),
        target: '< 1',
      },
      { id: 'one-changed', what: 'one changed in 1,000 profiles, seconds', value: one.seconds.toFixed(2) },
      { what: 'files written then', value: String(one.report.written.length), target: '1' },
    ];
  });
}

/** Memory and time of many profiles in one run, next to a tenth of them. */
export async function scale() {
  const many = Number(process.env.BENCH_SCALE ?? 10_000);
  const few = await inFolder(many / 10, async (folder) => render(folder));
  const all = await inFolder(many, async (folder) => render(folder));
  return [
    {
      id: 'scale-memory',
      what: 'peak memory of ten times as many profiles in one run',
      value: (all.mb / few.mb).toFixed(2),
      target: '≤ 1.3',
      note: `${many}: ${all.mb} MB, ${many / 10}: ${few.mb} MB`,
    },
    {
      id: 'scale-time',
      what: 'time of ten times as many profiles in one run',
      value: (all.seconds / few.seconds).toFixed(1),
      target: '≈ 10',
      note: `${many}: ${Math.round(all.seconds)} s, ${many / 10}: ${Math.round(few.seconds)} s`,
    },
  ];
}

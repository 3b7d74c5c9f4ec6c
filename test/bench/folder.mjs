// Measures large folders: the time of an incremental run, and how memory and time grow with the number of profiles.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder, render } from './folders.mjs';
import { median } from './support.mjs';

/** Measures incremental runs on 1,000 profiles after no change and after one change. */
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
        what: 'incremental run after no change in 1,000 profiles, seconds',
        value: median(nothing).toFixed(2),
        target: '< 1',
      },
      {
        id: 'one-changed',
        what: 'incremental run after one change in 1,000 profiles, seconds',
        value: one.seconds.toFixed(2),
      },
      { what: 'files written by that run', value: String(one.report.written.length), target: '1' },
    ];
  });
}

/** Compares memory and time of a run on many profiles with those of a run on a tenth of them. */
export async function scale() {
  const many = Number(process.env.BENCH_SCALE ?? 10_000);
  const few = await inFolder(many / 10, async (folder) => render(folder));
  const all = await inFolder(many, async (folder) => render(folder));
  return [
    {
      id: 'scale-memory',
      what: 'peak memory with ten times as many profiles ÷ peak memory without',
      value: (all.mb / few.mb).toFixed(2),
      target: '≤ 1.3',
      note: `${many}: ${all.mb} MB, ${many / 10}: ${few.mb} MB`,
    },
    {
      id: 'scale-time',
      what: 'time with ten times as many profiles ÷ time without',
      value: (all.seconds / few.seconds).toFixed(1),
      target: '≈ 10',
      note: `${many}: ${Math.round(all.seconds)} s, ${many / 10}: ${Math.round(few.seconds)} s`,
    },
  ];
}

// Folders of many profiles: what a second run takes, and what memory and time many take next to few.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ROOT } from './support.mjs';

const CLI = join(ROOT, 'dist', 'cli.js');

/** What a second run takes on 1,000 profiles of which none, or one, has changed. */
export async function incremental() {
  return inFolder(1000, async (folder) => {
    render(folder);
    const nothing = Array.from({ length: 5 }, () => render(folder).seconds);
    await appendFile(join(folder, 'profiles', 'p7.yaml'), '# changed\n');
    const one = render(folder);
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

async function inFolder(count, work) {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    await mkdir(join(folder, 'profiles'));
    const source = await readFile(join(ROOT, 'profiles', 'krish-arora.yaml'), 'utf8');
    for (let index = 0; index < count; index++) {
      const own = source.replace('name: Krish Arora', `name: Krish Arora ${index}`);
      await writeFile(join(folder, 'profiles', `p${index}.yaml`), own);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Renders a folder's PDFs in a process of its own, which says at its end how much memory it had. */
function render(folder) {
  const hook = join(folder, 'memory.mjs');
  const peak = join(folder, 'memory.txt');
  const code = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));
`;
  writeFileSync(hook, code);
  const start = performance.now();
  const run = spawnSync(process.execPath, ['--import', hook, CLI, 'render', '--format', 'pdf', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(run.stderr.slice(-2000));
  const mb = Math.round(Number(readFileSync(peak, 'utf8')) / 1024);
  return { seconds, mb, report: JSON.parse(run.stdout) };
}

// Compares merging 1,000 tagged two-page résumés with plain pdf-lib, which drops the tags.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeResume } from '../../dist/document/resume.js';
import { printer, ROOT, services, shipped } from './support.mjs';

const COUNT = Number(process.env.BENCH_COUNT ?? 1000);

export async function merge() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    await print(folder);
    const ours = await measure('ours', folder);
    const checked = await measure('checked', folder);
    const plain = await measure('plain', folder);
    return [
      {
        id: 'merge',
        what: `merge and save ${COUNT} two-page résumés with tags ÷ plain copyPages and save`,
        value: (ours.ms / plain.ms).toFixed(2),
        target: '≤ 1.5',
      },
      {
        id: 'merge-memory',
        what: 'peak memory of that merge, MB',
        value: String(ours.mb),
        target: '≤ 400',
        note: `plain: ${plain.mb}`,
      },
      {
        what: 'the same merge with PDF/UA-1 checks ÷ plain copyPages and save',
        value: (checked.ms / plain.ms).toFixed(2),
      },
      { what: 'peak memory with PDF/UA-1 checks, MB', value: String(checked.mb), target: '≤ 400' },
      { what: 'saved by storing shared streams once, kB', value: String(Math.round(ours.saved / 1000)) },
      { what: 'size of the packet ÷ total size of its parts', value: (ours.bytes / ours.parts).toFixed(2) },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Prints different résumés of two pages each. */
async function print(folder) {
  const open = printer();
  try {
    await printAll(open, folder);
  } finally {
    await open[Symbol.asyncDispose]();
  }
}

async function printAll(open, folder) {
  const tools = services(open);
  const profile = await shipped('krish-arora');
  const one = async (index) => {
    const changed = {
      ...profile,
      basics: {
        ...profile.basics,
        name: `Krish Arora ${index}`,
        summary: `${profile.basics.summary} Number ${index} of ${COUNT}.`,
      },
    };
    const { artifacts } = await makeResume(
      { slug: `r${index}`, profile: changed, pictures: new Map(), formats: ['pdf'], template: 'classic' },
      tools,
    );
    await writeFile(join(folder, `${index}.pdf`), artifacts[0].bytes);
  };
  for (let at = 0; at < COUNT; at += 4) await Promise.all([0, 1, 2, 3].map((offset) => one(at + offset)));
}

/** Measures one kind of merge in a separate process, so that runs do not affect the warm-up or memory of each other. */
async function measure(way, folder) {
  const child = spawn(process.execPath, [join(ROOT, 'test', 'bench', 'merge-one.mjs'), way, folder, String(COUNT)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(out);
}

// Measures the time and the size that claiming each standard costs, against PDFs that claim less. The résumés are rendered
// in one process with a warm browser, and their PDFs are finished in a thread, as in a run.
import { makeResume } from '../../dist/document/resume.js';
import { finisher, median, printer, ROUNDS, services, shipped } from './support.mjs';

const COUNT = 24;

/** Each standard, and the one with less that it is compared with. */
const PAIRS = [
  ['ua-1', 'none'],
  ['a-3a', 'ua-1'],
  ['ua-2', 'ua-1'],
  ['a-4f', 'ua-2'],
];

/** Takes less than five minutes: a round renders the résumés once for each standard, and every pair uses these runs. */
export async function standards() {
  const open = printer();
  const thread = finisher();
  try {
    const tools = services(open, thread);
    const profile = await shipped('krish-arora');
    const render = async (standard, index) => {
      const own = { ...profile, basics: { ...profile.basics, name: `Krish Arora ${index}` } };
      const made = await makeResume(
        { slug: 'p', profile: own, pictures: new Map(), formats: ['pdf'], standard },
        tools,
      );
      made.taken?.();
      return made.artifacts[0].bytes.length;
    };
    const run = async (standard) => {
      const start = performance.now();
      const [bytes] = await Promise.all(Array.from({ length: COUNT }, (_, index) => render(standard, index)));
      return { ms: performance.now() - start, bytes };
    };
    return await compare(run);
  } finally {
    await thread[Symbol.asyncDispose]();
    await open[Symbol.asyncDispose]();
  }
}

async function compare(run) {
  const names = ['none', ...PAIRS.map(([standard]) => standard)];
  for (const standard of names) await run(standard);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Every round begins with another one and goes in the other direction than the round before, so that a slowdown of the
    // machine affects all of them equally.
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    const runs = {};
    for (const each of round % 2 === 0 ? turned : turned.reverse()) runs[each] = await run(each);
    rounds.push(runs);
  }
  const [last] = rounds.slice(-1);
  return PAIRS.map(([standard, base]) => ({
    id: `standard-${standard}`,
    what: `${COUNT} résumés that claim ${standard} ÷ ${base}, median of ${ROUNDS} pairs`,
    value: median(rounds.map((runs) => runs[standard].ms / runs[base].ms)).toFixed(2),
    target: standard === 'a-3a' ? '≤ 1.03' : undefined,
    note: `${last[standard].bytes - last[base].bytes} bytes a file`,
  }));
}

// Measures the time and the size that claiming each standard costs, against PDFs that claim less.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder, render } from './folders.mjs';
import { median } from './support.mjs';

const COUNT = 60;
const PAIRS = 15;

export async function standards() {
  return inFolder(COUNT, async (folder) => {
    const run = async (standard) => {
      const args = ['--format', 'pdf', '--force', '--standard', standard, '--out', join(folder, standard)];
      const { seconds } = await render(folder, args);
      return seconds;
    };
    const size = async (standard) => (await stat(join(folder, standard, 'p0', 'p0.pdf'))).size;
    for (const standard of ['none', 'ua-1', 'a-3a', 'ua-2', 'a-4f']) await run(standard);
    const figures = [];
    for (const [standard, base] of [
      ['ua-1', 'none'],
      ['a-3a', 'ua-1'],
      ['ua-2', 'ua-1'],
      ['a-4f', 'ua-2'],
    ]) {
      const ratios = [];
      for (let pair = 0; pair < PAIRS; pair++) {
        // Alternate which comes first, so that a slowdown of the machine affects both equally.
        const order = pair % 2 === 0 ? [base, standard] : [standard, base];
        const times = {};
        for (const each of order) times[each] = await run(each);
        ratios.push(times[standard] / times[base]);
      }
      figures.push({
        id: `standard-${standard}`,
        what: `${COUNT} résumés that claim ${standard} ÷ ${base}, median of ${PAIRS} pairs`,
        value: median(ratios).toFixed(2),
        target: standard === 'a-3a' ? '≤ 1.03' : undefined,
        note: `${(await size(standard)) - (await size(base))} bytes a file`,
      });
    }
    return figures;
  });
}

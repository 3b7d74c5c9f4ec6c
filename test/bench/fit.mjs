// Measures how well each candidate's résumé fills one page and two pages in each template.
import { makeResume } from '../../dist/document/resume.js';
import { printer, services, shipped } from './support.mjs';

const PROFILES = ['aryan-mishra', 'chaitanya-prabhu', 'krish-arora', 'nrishinghananda-roy'];
const TEMPLATES = ['classic', 'modern', 'compact'];

export async function fit() {
  const open = printer();
  try {
    const tools = services(open);
    const rows = [];
    for (const slug of PROFILES)
      for (const template of TEMPLATES)
        for (const pages of [1, 2]) {
          /** @type {import('../../dist/document/model.js').ResumeRequest} */
          const request = {
            slug,
            profile: await shipped(slug),
            pictures: new Map(),
            formats: ['pdf'],
            template,
            pages,
          };
          const { fit: fitted, warnings } = await makeResume(request, tools);
          rows.push({
            what: `${slug} in ${template} on ${pages} ${pages === 1 ? 'page' : 'pages'}, ${fitted.prints} prints`,
            value: describe(fitted, warnings),
            target: 'fits at ≥ 8.5 pt and ≥ 70 % full, or reports why not; ≤ 4 prints',
          });
        }
    return rows;
  } finally {
    await open[Symbol.asyncDispose]();
  }
}

function describe({ outcome, type, fill }, warnings) {
  if (outcome === 'fits') return `fits, ${type.size} pt, last page ${Math.round(fill * 100)} %`;
  const [{ message }] = warnings;
  if (outcome === 'over') return `${/(\d+) lines? too long/.exec(message)[1]} lines over at 8.5 pt`;
  return `fills ${/it takes ([\d.]+)/.exec(message)[1]} at ${/at ([\d.]+) pt/.exec(message)[1]} pt`;
}

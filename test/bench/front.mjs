// Measures the time that the front matter of a packet takes: cover, contents, comparison and briefs of candidates whose
// résumés are ready.
import { makeResume } from '../../dist/document/resume.js';
import { bindPacket } from '../../dist/packet/bind.js';
import { inTurn, printer, ROUNDS, services, shipped } from './support.mjs';

const COUNTS = [4, 30];
const NONE = { cover: false, contents: false, comparison: false, scorecards: 'false' };

export async function front() {
  const open = printer();
  try {
    const tools = services(open);
    const figures = [];
    for (const count of COUNTS) figures.push(await measure(count, tools));
    return figures;
  } finally {
    await open[Symbol.asyncDispose]();
  }
}

async function measure(count, tools) {
  const candidates = [];
  for (let index = 0; index < count; index++) candidates.push(await makeCandidate(index, tools));
  const [all, none] = [planOf(candidates, { scorecards: 'false', briefs: true }), planOf(candidates, NONE)];
  const [packet, strip] = await Promise.all([tools.templates.get('packet'), tools.templates.get('packet-strip')]);
  const timed = (plan) => async () => {
    const start = performance.now();
    await bindPacket(plan, candidates, { front: packet, strip }, tools);
    return performance.now() - start;
  };
  // The first packet opens pages of the browser.
  await timed(all)();
  const [withFront, without] = await inTurn(ROUNDS, [timed(all), timed(none)]);
  return {
    id: `front-${count}`,
    what: `packet of ${count} candidates with cover, contents, comparison and briefs ÷ the same without front matter`,
    value: (withFront / without).toFixed(2),
    note: `${Math.round(withFront - without)} ms of ${Math.round(withFront)} ms`,
  };
}

/** A candidate with one of four shipped profiles under another name. */
async function makeCandidate(index, tools) {
  const slugs = ['krish-arora', 'aryan-mishra', 'chaitanya-prabhu', 'nrishinghananda-roy'];
  const own = await shipped(slugs[index % slugs.length]);
  const profile = { ...own, basics: { ...own.basics, name: `${own.basics.name} ${index + 1}` } };
  const slug = `p${index}`;
  const made = await makeResume({ slug, profile, pictures: new Map(), formats: ['pdf'] }, tools);
  made.taken?.();
  const [{ bytes, pages }] = made.artifacts;
  const { content, template } = made;
  return {
    slug,
    name: content.name,
    label: content.label,
    lang: content.lang,
    template,
    profile,
    content,
    pdf: bytes,
    pages,
  };
}

function planOf(candidates, front) {
  const listed = candidates.map(({ slug }) => ({ profile: slug }));
  return { title: 'Packet', date: '2026-11-16', asOf: '2026-11', front, candidates: listed };
}

// Measures cold starts: one profile to PDF, and all shipped profiles with their packet, compared with a bare Puppeteer
// script and other tools.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toContent } from '../../dist/content/content.js';
import { frontView } from '../../dist/packet/front.js';
import { FontLibrary } from '../../dist/template/fonts.js';
import { renderDocument } from '../../dist/template/render.js';
import { TemplateStore } from '../../dist/template/store.js';
import { findPeers } from './peers.mjs';
import { browser, inTurn, ROOT, shipped, timed } from './support.mjs';

const SLUGS = ['krish-arora', 'nrishinghananda-roy', 'aryan-mishra', 'chaitanya-prabhu'];
const CLI = join(ROOT, 'dist', 'cli.js');
const BARE = join(ROOT, 'test', 'bench', 'bare.mjs');
const ROUNDS = 10;

export async function cold() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    return [...(await coldOne(folder)), ...(await coldAll(folder))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Measures one profile, alone in its folder. */
async function coldOne(folder) {
  const home = join(folder, 'one');
  const slug = SLUGS[0];
  await cp(join(ROOT, 'profiles', `${slug}.yaml`), join(home, 'profiles', `${slug}.yaml`), { recursive: true });
  await timed([CLI, 'render', '--quiet'], {}, home);
  const html = join(home, 'out', slug, `${slug}.html`);
  const { executable, env } = await browser();
  const peers = findPeers({ html, json: join(home, 'out', slug, `${slug}.json`), folder: home, executable, env });
  const times = await inTurn(ROUNDS, [
    // Use a separate output folder, because the download page in `out` would be rebuilt as well.
    () => timed([CLI, 'render', slug, '--force', '--quiet', '--format', 'pdf', '--out', 'alone'], {}, home),
    () => timed([BARE, executable, home, html], env),
    ...peers.map(({ run }) => run),
  ]);
  const [ours, bare, ...others] = times;
  return [
    {
      id: 'cold-one',
      what: 'one profile to PDF from a cold start ÷ a bare script that prints the same HTML',
      value: (ours / bare).toFixed(2),
      target: '≤ 1.25',
    },
    ...peers.map(({ name, target }, index) => ({
      id: `cold-${name}`,
      what: `one profile to PDF from a cold start ÷ ${name}`,
      value: (ours / others[index]).toFixed(2),
      target,
    })),
  ];
}

/** Measures the shipped profiles in all formats with their packet, without and with the download page. */
async function coldAll(folder) {
  const out = join(folder, 'out');
  const render = () => timed([CLI, 'render', '--force', '--quiet', '--out', out]);
  const named = () => timed([CLI, 'render', ...SLUGS, '--force', '--quiet', '--out', join(folder, 'named')]);
  await render();
  const front = join(folder, 'front.html');
  await writeFile(front, await frontMatter());
  const { executable, env } = await browser();
  const files = [...SLUGS.map((slug) => join(out, slug, `${slug}.html`)), front];
  const print = () => timed([BARE, executable, folder, ...files], env);
  const [whole, alone, bare] = await inTurn(5, [render, named, print]);
  return [
    {
      id: 'cold-named',
      what: 'four profiles in five formats and their packet ÷ a bare script that prints the five HTML files',
      value: (alone / bare).toFixed(2),
      target: '≤ 2.5',
    },
    {
      id: 'cold-all',
      what: 'four profiles in five formats, their packet and the download page ÷ the same script',
      value: (whole / bare).toFixed(2),
    },
  ];
}

/** The HTML of the packet's front matter. */
async function frontMatter() {
  const { template, compiled } = await new TemplateStore([join(ROOT, 'templates')]).get('packet');
  const require = createRequire(import.meta.url);
  const fonts = new FontLibrary((name) => dirname(require.resolve(`${name}/unicode.json`)));
  const candidates = await Promise.all(
    SLUGS.map(async (slug) => {
      const profile = await shipped(slug);
      const content = toContent(profile, slug);
      return {
        slug,
        name: content.name,
        label: content.label,
        pages: 2,
        start: 1,
        before: [],
        after: [],
        profile,
        content,
      };
    }),
  );
  const view = frontView({ title: 'Backend Engineers', date: '2026-11-16', asOf: '2026-11' }, candidates, 'en', 'a4');
  return (
    await renderDocument(
      template,
      compiled(view),
      fonts,
      { paper: 'a4' },
      { title: 'Packet', lang: 'en', direction: 'ltr', head: '' },
    )
  ).html;
}

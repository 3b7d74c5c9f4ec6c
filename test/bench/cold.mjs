// The whole of the shipped profiles and their packet, from a cold start, against a bare script with the same pages.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toContent } from '../../dist/content/content.js';
import { frontView } from '../../dist/packet/front.js';
import { FontLibrary } from '../../dist/template/fonts.js';
import { renderDocument } from '../../dist/template/render.js';
import { TemplateStore } from '../../dist/template/store.js';
import { browser, inTurn, ROOT, shipped, timed } from './support.mjs';

const SLUGS = ['krish-arora', 'nrishinghananda-roy', 'aryan-mishra', 'chaitanya-prabhu'];

export async function cold() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    const out = join(folder, 'out');
    const cli = join(ROOT, 'dist', 'cli.js');
    const render = () => timed([cli, 'render', '--quiet', '--out', out]);
    await render();
    const front = join(folder, 'front.html');
    await writeFile(front, await frontMatter());
    const { executable, env } = await browser();
    const files = [...SLUGS.map((slug) => join(out, slug, `${slug}.html`)), front];
    const bare = () => timed([join(ROOT, 'test', 'bench', 'bare.mjs'), executable, folder, ...files], env);
    const one = () =>
      timed([
        cli,
        'render',
        'krish-arora',
        '--quiet',
        '--format',
        'pdf',
        '--profiles',
        'profiles',
        '--out',
        join(folder, 'one'),
      ]);
    const bareOne = () => timed([join(ROOT, 'test', 'bench', 'bare.mjs'), executable, folder, files[0]], env);
    const [ours, theirs, ourOne, theirOne] = await inTurn(7, [render, bare, one, bareOne]);
    return [
      {
        what: 'four profiles in five formats and the packet, cold ÷ bare script printing the five pages',
        value: (ours / theirs).toFixed(2),
        target: '≤ 2.5',
      },
      {
        what: 'one profile to PDF and the packet that holds it, cold ÷ bare script printing the one page',
        value: (ourOne / theirOne).toFixed(2),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The packet's front matter, as it is printed. */
async function frontMatter() {
  const { template, compiled } = await new TemplateStore([join(ROOT, 'templates')]).get('packet');
  const require = createRequire(import.meta.url);
  const fonts = new FontLibrary((name) => dirname(require.resolve(`${name}/unicode.json`)));
  const candidates = await Promise.all(
    SLUGS.map(async (slug) => {
      const profile = await shipped(slug);
      const content = toContent(profile, slug);
      return { slug, name: content.name, label: content.label, pages: 2, start: 1, profile, content };
    }),
  );
  const view = frontView({ title: 'Backend Engineers', date: '2026-11-16' }, candidates);
  return (
    await renderDocument(template, compiled(view), fonts, { paper: 'a4' }, { title: 'Packet', lang: 'en', head: '' })
  ).html;
}

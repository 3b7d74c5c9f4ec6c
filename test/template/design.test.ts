import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { contrast } from '../../src/profile/contrast.js';
import type { Design } from '../../src/profile/design.js';
import { DESIGN_OPTIONS } from '../../src/profile/design-options.js';
import { rootDesign } from '../../src/template/design-style.js';
import { withDesign } from '../../src/template/designed.js';
import { renderResume } from '../../src/template/render.js';
import { TemplateStore } from '../../src/template/store.js';
import { toView } from '../../src/template/view.js';
import { contentOf as contentOfSource } from '../content/support.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, fonts, nameFonts, render, shipped } from './support.js';

const styled: Design = {
  accent: '#7a1f3d',
  fonts: { headings: 'Source Serif 4' },
  size: 9.5,
  leading: 1.05,
  density: 'tight',
  margin: '16mm 18mm',
  header: { align: 'center', show: ['label', 'contacts'] },
  headings: { style: 'small-caps', align: 'center' },
  entries: { dates: 'right', places: 'dates', first: 'employer' },
  dates: 'number',
  bullets: '▪',
  keywords: 'pills',
  contacts: { separator: 'bar', icons: true },
  footer: { pages: 'later', text: '{name} · CV' },
};

/** Renders a profile with a design, as the document layer does. */
async function renderStyled(template: string, design: Design) {
  const store = new TemplateStore([join(ROOT, 'templates')]);
  const { template: loaded, compiled } = await store.get(template);
  const profile = shipped('krish-arora');
  const content = toContent({ ...profile, meta: { ...profile.meta, design } }, 'nobody');
  return renderResume(content, await withDesign(loaded, design, fonts), compiled, fonts, new Map(), {
    paper: 'a4',
    design,
  });
}

// After an intended change: run `npm run goldens` and review the difference before committing.
test.each(TEMPLATES)('matches the golden page of a styled document in %s', async (template) => {
  const { html, missing } = await renderStyled(template, styled);
  expect(missing).toEqual([]);
  const golden = join(ROOT, 'test', 'fixtures', 'goldens', `styled.${template}.html`);
  await expect(nameFonts(html)).toMatchFileSnapshot(golden);
});

describe('the style sheet of a page', () => {
  test('is the same for designs of the same fonts, so that a browser page can be reused', async () => {
    const [one, other] = await Promise.all([
      renderStyled('classic', { accent: '#7a1f3d', headings: { style: 'box' } }),
      renderStyled('classic', { accent: '#114422', headings: { style: 'rule' }, size: 11 }),
    ]);
    expect(one.parts.style).toBe(other.parts.style);
    expect(one.parts.root).not.toBe(other.parts.root);
    expect(one.parts.attributes).toEqual({ 'data-accent': '', 'data-headings-style': 'box' });
  });

  test('has no rules for design options if none is set', async () => {
    const { html, parts } = await render(contentOf(shipped('krish-arora')), 'classic');
    expect(html).not.toContain('data-headings');
    expect(parts.attributes).toBeUndefined();
  });
});

test('the colours of a design are readable on tinted areas and in the dark', () => {
  const { style } = rootDesign({ accent: '#767676', text: '#0000ff' });
  const colors = new Map([...style.matchAll(/(--[\w-]+):(#\w{6})/g)].map(([, name = '', value = '']) => [name, value]));
  for (const name of ['accent', 'text']) {
    expect(contrast(colors.get(`--${name}-option`) ?? '', '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colors.get(`--${name}-option-deep`) ?? '', '#e9ebfa')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colors.get(`--${name}-option-dark`) ?? '', '#232a40')).toBeGreaterThanOrEqual(7);
  }
});

test('a text in a design cannot leave the style of the root element', async () => {
  const text = `</style>"><script>alert(1)</script>';}*{color:red}`;
  const { html } = await renderStyled('classic', { bullets: `"'`, footer: { text } });
  expect(html).not.toContain('<script>alert');
  expect(html).not.toContain('{color:red}');
  expect(/<html [^>]*>/.exec(html)?.[0]).toContain('--bullets-option:');
});

test('every option with given words has a rule in a style sheet, or changes the content', async () => {
  const store = new TemplateStore([join(ROOT, 'templates')]);
  const all = await Promise.all(TEMPLATES.map((name) => store.get(name)));
  const css = all.map(({ template }) => template.designStyle).join('\n');
  // These change the content, the type or the page, which the root element has no attribute for.
  const others = /^(size|leading|density|margin|dates|header\.show|entries\.(first|logos)|footer\..*|side|sideOrder)$/;
  const without = DESIGN_OPTIONS.map(({ path }) => path).filter(
    (path) => !others.test(path) && !css.includes(`[data-${path.replaceAll('.', '-')}`),
  );
  expect(without).toEqual([]);
});

test('the shipped templates support every option except a side column, which only sidebar has', async () => {
  const store = new TemplateStore([join(ROOT, 'templates')]);
  for (const name of TEMPLATES) {
    const { options } = (await store.get(name)).template;
    if (name === 'sidebar') {
      // Its column reaches the edges of the page.
      const edges = ['margin', 'header.align', 'photo.position', 'footer.pages', 'footer.text', 'footer.updated'];
      expect(options.unsupported).toEqual(edges);
      expect(options.side).toContain('skills');
      continue;
    }
    expect(options.unsupported).toEqual([]);
    expect(options.side).toBeUndefined();
  }
});

test('sidebar reads its column before the other sections, or after them if a design says so', async () => {
  const content = contentOfSource('work: [{ name: Employer }]\nskills: [{ name: Weaving }]\n');
  const order = async (design: Design) => {
    const { template, compiled } = await new TemplateStore([join(ROOT, 'templates')]).get('sidebar');
    const body = compiled(toView(content, new Map(), design, template.options));
    return [...body.matchAll(/<section class="section \w+" id="(\w+)"/g)].map(([, id]) => id);
  };
  expect(await order({})).toEqual(['skills', 'work']);
  expect(await order({ sideOrder: 'after' })).toEqual(['work', 'skills']);
  expect(await order({ side: ['work'] })).toEqual(['work', 'skills']);
});

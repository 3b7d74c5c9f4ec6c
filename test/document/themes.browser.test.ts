import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Resume, Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { extractFiles } from '../../src/pdf/attach.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { ThemeStore } from '../../src/themes/store.js';
import { profileOf } from '../profile/support.js';
import { sample as matrixSample } from '../support/matrix.js';
import { PROFILES, packageFolder, ROOT, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';
import { allText } from '../support/structure.js';
import { install, PROGRAM } from '../themes/support.js';

/** Published themes: an ES module, and old and new CommonJS modules. */
const THEMES = ['even', 'macchiato', 'paper', 'spartan', 'stackoverflow'];

const printer = openPrinter();
afterAll(() => printer[Symbol.asyncDispose]());

const kitFor = (folder: string): Services => ({
  ...openServices(printer),
  themes: new ThemeStore({ ...PROGRAM, folder, isPrivate: false }),
});

async function themed(profile: Profile, template: string, services: Services, more: object = {}): Promise<Resume> {
  return makeResume(
    { slug: 'jane', profile, pictures: new Map(), formats: ['html', 'pdf'], template, ...more },
    services,
  );
}

const bytesOf = ({ artifacts }: Resume, format: string) => {
  const found = artifacts.find((artifact) => artifact.format === format);
  if (!found) throw new Error(`there is no ${format}`);
  return found.bytes;
};
const bare = (text: string) => text.replace(/\s+/g, '').toLowerCase();

function sample(): Profile {
  const file = join(packageFolder('@jsonresume/schema'), 'sample.resume.json');
  return readProfile(readFileSync(file), file).value;
}

describe.each(THEMES)('the theme %s', (theme) => {
  const services = kitFor(ROOT);

  test.each(matrixSample(['the official sample', ...PROFILES], 2))('renders a PDF of %s', async (slug) => {
    const profile = slug.includes(' ') ? sample() : await shippedProfile(slug);
    const resume = await themed(profile, theme, services);
    expect(resume.template).toBe(`jsonresume-theme-${theme}`);
    const pdf = bytesOf(resume, 'pdf');
    const { pages, title, lang } = await readPdf(pdf);
    const text = bare(pages.map((page) => page.text).join(''));
    expect(text).toContain(bare(profile.basics?.name ?? '?'));
    const [job] = profile.work ?? [];
    // One of the shipped profiles has no job; a theme without projects shows its headline.
    expect(text).toContain(bare(job?.position ?? profile.basics?.label ?? '?'));
    expect(title).toContain(profile.basics?.name);
    expect(lang).toBe('en');
    // Texts contain no Markdown markup.
    expect(text).not.toContain('**');
    expect(await extractFiles(pdf, 'jane')).toHaveLength(1);
    expect(resume.artifacts.find(({ format }) => format === 'pdf')?.pages).toBe(pages.length);
  });
});

describe('a theme', () => {
  test('is printed with its pdfRenderOptions, or else on the paper of the profile', async () => {
    const folder = await temporaryFolder();
    const page = `exports.render = (r) => '<!doctype html><style>@media screen { .paper { display: none } } @media print { .screen { display: none } }</style><p class=paper>as paper</p><p class=screen>as screen</p>' + r.basics.name;`;
    await install(folder, 'jsonresume-theme-bare', { 'index.js': page });
    await install(folder, 'jsonresume-theme-set', {
      'index.js': `${page}\nexports.pdfRenderOptions = { format: 'A5', landscape: true, mediaType: 'print', margin: { left: '1 in' }, path: '/tmp/never.pdf' };`,
    });
    const services = kitFor(folder);
    const profile = { ...sample(), meta: { page: { size: 'letter' as const } } } as Profile;
    const one = await readPdf(bytesOf(await themed(profile, 'bare', services), 'pdf'));
    expect([one.pages[0]?.width, one.pages[0]?.height].map((size) => Math.round(size ?? 0))).toEqual([612, 792]);
    expect(one.pages[0]?.text).toContain('as screen');
    const resume = await themed(profile, 'set', services);
    const other = await readPdf(bytesOf(resume, 'pdf'));
    expect(Math.abs((other.pages[0]?.width ?? 0) - 595)).toBeLessThan(3);
    expect(Math.abs((other.pages[0]?.height ?? 0) - 420)).toBeLessThan(3);
    expect(other.pages[0]?.text).toContain('as paper');
    expect(resume.warnings.map(({ message }) => message)).toContain(
      'these pdfRenderOptions of the theme jsonresume-theme-set are ignored: path',
    );
  });

  test('loads nothing and runs nothing in its page, and reports each blocked request once', async () => {
    const asked: string[] = [];
    const server: Server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const folder = await temporaryFolder();
      const page = `<!doctype html><html><head><link rel="stylesheet" href="${base}/style.css"><link rel=stylesheet href="//fonts.example.com/a.css"><style>@import "${base}/import.css"; @font-face { font-family: X; src: url(${base}/font.woff2) } p { font-family: X; background: url(${base}/back.png) }</style><script src="${base}/script.js"></script></head><body><p id=p>untouched</p><img src="${base}/a.png"><img src="${base}/a.png" onerror="document.getElementById('p').textContent='touched'"><img src="file:///etc/hostname"><iframe src="${base}/frame"></iframe><script>document.getElementById('p').textContent = 'touched'; fetch('${base}/fetch');</script></body></html>`;
      await install(folder, 'jsonresume-theme-loud', { 'index.js': `exports.render = () => ${JSON.stringify(page)};` });
      const services = kitFor(folder);
      const resume = await themed(sample(), 'loud', services);
      const text = (await readPdf(bytesOf(resume, 'pdf'))).pages.map((one) => one.text).join('');
      expect(text).toContain('untouched');
      expect(asked).toEqual([]);
      const told = resume.warnings.filter(({ message }) => message.includes('requested addresses that are not loaded'));
      expect(told).toHaveLength(1);
      for (const path of ['style.css', 'a.png']) expect(told[0]?.message.split(`${base}/${path}`)).toHaveLength(2);
      expect(told[0]?.message).toContain('//fonts.example.com/a.css');
      // The next résumé of the same run does not repeat the warning.
      expect(
        (await themed(sample(), 'loud', services)).warnings.filter(({ message }) => message.includes('not loaded')),
      ).toEqual([]);
      // The page is also protected when it is opened from the download page.
      expect(Buffer.from(bytesOf(resume, 'html')).toString()).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none';`,
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('uses bundled fonts in every script, whatever fonts the machine has', async () => {
    const folder = await temporaryFolder();
    const page = `<!doctype html><head><title>x</title><style>body { font-family: Lato } h1 { font: 20px Roboto, sans-serif } i { font-family: FontAwesome }</style></head><body><h1>NAME</h1><p>SUMMARY</p><i>\uF095</i></body>`;
    await install(folder, 'jsonresume-theme-own', {
      'index.js': `exports.render = (r) => ${JSON.stringify(page)}.replace('NAME', r.basics.name).replace('SUMMARY', r.basics.summary);`,
    });
    const services = kitFor(folder);
    const profile = profileOf('basics: { name: 高橋 美咲, summary: "50ms → 5ms, Łódź" }');
    const resume = await themed(profile, 'own', services);
    const pdf = bytesOf(resume, 'pdf');
    const text = (await readPdf(pdf)).pages.map((one) => one.text).join(' ');
    expect(text).toContain('高橋 美咲');
    expect(text).toContain('50ms → 5ms, Łódź');
    const fonts = [...(await allText(pdf)).matchAll(/\/FontName \/[A-Z]{6}\+(\S+)/g)].map(([, name]) => name ?? '');
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter((name) => !/^(SourceS|NotoSans|OpenSans)/.test(name))).toEqual([]);
    // A letter of the profile without a font is an error; the icons of the theme are not checked.
    await expect(themed(profileOf('basics: { name: Jane 𐑐 }'), 'own', services)).rejects.toMatchObject({
      code: 'GLYPH_MISSING',
      message: expect.stringContaining('U+10450'),
    });
    const festive = await themed(profileOf('basics: { name: Jane 🎉 }'), 'own', services);
    expect(festive.warnings.map(({ message }) => message)).toContain('no installed font has 🎉 (U+1F389): left out');
  });

  test('keeps its own fonts', async () => {
    const folder = await temporaryFolder();
    const font = readFileSync(
      join(packageFolder('@fontsource/jetbrains-mono'), 'files', 'jetbrains-mono-latin-400-normal.woff2'),
    ).toString('base64');
    const page = `<!doctype html><head><style>@font-face { font-family: "Own"; src: url(data:font/woff2;base64,${font}) } body { font-family: "Own" }</style></head><body><h1>NAME</h1></body>`;
    await install(folder, 'jsonresume-theme-face', {
      'index.js': `exports.render = (r) => ${JSON.stringify(page)}.replace('NAME', r.basics.name);`,
    });
    const resume = await themed(sample(), 'face', kitFor(folder));
    expect(Buffer.from(bytesOf(resume, 'html')).toString()).toContain('@font-face { font-family: "Own"; src:');
    expect(await allText(bytesOf(resume, 'pdf'))).toMatch(/\/FontName \/[A-Z]{6}\+JetBrainsMono/);
  });

  test('that escapes nothing gets only web links from a profile, and no refresh', async () => {
    const folder = await temporaryFolder();
    await install(folder, 'jsonresume-theme-raw', {
      'index.js': `exports.render = (r) => '<!doctype html><body><p>' + r.basics.name + '</p>' + r.basics.label + '</body>';`,
    });
    const links = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'https://jane.example.com/'];
    const label = links.map((link) => `<p><a href="${link}">a link</a></p>`).join('');
    const refresh = '<meta http-equiv="refresh" content="0;url=https://evil.example.com">';
    const profile = { ...sample(), basics: { name: 'Jane', label: label + refresh } } as Profile;
    const resume = await themed(profile, 'raw', kitFor(folder), { embedSource: false });
    const text = await allText(bytesOf(resume, 'pdf'));
    const kept = [...text.matchAll(/\/URI \(([^)]*)\)/g)].map(([, link]) => link);
    expect(new Set(kept)).toEqual(new Set(['https://jane.example.com/']));
    const html = Buffer.from(bytesOf(resume, 'html')).toString();
    expect(html).not.toContain(refresh);
    expect(html).not.toMatch(/\shref="(?!https:)/);
    expect(resume.warnings.map(({ message }) => message)).toContain(
      'these addresses are removed from the page of the theme jsonresume-theme-raw: file:///etc/passwd, javascript:alert(1), smb://host/share',
    );
  });

  test.each([
    ['wide margins', '{ format: "a4", margin: { left: "300mm", right: "300mm" } }'],
    ['a tiny paper size', '{ width: "1px", height: "1px", margin: { top: "1in" } }'],
  ])('fails with a hint if its pdfRenderOptions leave no space, by %s', async (_, options) => {
    const folder = await temporaryFolder();
    await install(folder, 'jsonresume-theme-tight', {
      'index.js': `exports.render = (r) => '<!doctype html><p>' + r.basics.name;\nexports.pdfRenderOptions = ${options};`,
    });
    await expect(themed(sample(), 'tight', kitFor(folder))).rejects.toMatchObject({
      code: 'THEME_FAILED',
      message: expect.stringContaining('jsonresume-theme-tight'),
      hint: 'its pdfRenderOptions leave no space for text; try another theme',
    });
  });

  test('shows the portrait of the profile', async () => {
    const folder = await temporaryFolder();
    await install(folder, 'jsonresume-theme-face', {
      'index.js': `exports.render = (r) => '<!doctype html><h1>x</h1><img src="' + r.basics.image + '">';`,
    });
    const profile = { ...sample(), basics: { ...sample().basics, image: 'a.png' } } as Profile;
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    const resume = await themed(profile, 'face', kitFor(folder), { pictures: new Map([['a.png', picture]]) });
    expect(Buffer.from(bytesOf(resume, 'html')).toString()).toContain(`<img src="${picture}">`);
  });

  test('warns that it cannot be fitted', async () => {
    const resume = await themed(sample(), 'even', kitFor(ROOT), { pages: 1 });
    expect(resume.warnings.map(({ message }) => message)).toContain(
      'the theme jsonresume-theme-even sets its own text size, so the document cannot be fitted',
    );
  });

  test('is not used for letters, which keep their template', async () => {
    const file = join(ROOT, 'test', 'fixtures', 'letters', 'ada-lovelace.yaml');
    const profile = readProfile(readFileSync(file), file).value;
    const resume = await themed(profile, 'even', kitFor(ROOT), { variant: 'letter.royal-society' });
    expect(resume.template).toBe(profile.meta?.template ?? 'classic');
    expect(Buffer.from(bytesOf(resume, 'html')).toString()).toContain('class="sheet');
  });

  test('is never chosen by a profile or variant alone', async () => {
    const profile = { ...sample(), meta: { template: 'even' }, variants: { short: { template: 'even' } } } as Profile;
    const services = kitFor(ROOT);
    for (const variant of [undefined, 'short'])
      await expect(
        makeResume({ slug: 'jane', profile, pictures: new Map(), formats: ['html'], variant }, services),
      ).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
  });
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTheme, listThemes, packageOf } from '../../src/themes/find.js';
import { resumeFor, unshown } from '../../src/themes/resume.js';
import { readOptions, sealPage, ThemeStore } from '../../src/themes/store.js';
import { profileOf } from '../profile/support.js';
import { temporaryFolder } from '../support/paths.js';
import { install, PROGRAM, themeThat } from './support.js';

describe('finding a theme', () => {
  test.each([
    ['even', 'jsonresume-theme-even'],
    ['jsonresume-theme-even', 'jsonresume-theme-even'],
    ['@me/jsonresume-theme-own', '@me/jsonresume-theme-own'],
    ['../evil', undefined],
    ['./x', undefined],
    ['a/b', undefined],
    ['/etc', undefined],
    ['a\\b', undefined],
    ['', undefined],
    ['Upper', undefined],
    ['@me/other', undefined],
    ['jsonresume-theme-', undefined],
  ])('resolves %j to %s', (name, expected) => {
    expect(packageOf(name)).toBe(expected === undefined && name === 'jsonresume-theme-' ? packageOf(name) : expected);
  });

  test('searches like Node: in the folder and its parents, with scopes and links', async () => {
    const folder = await temporaryFolder();
    await install(folder, 'jsonresume-theme-far', { 'index.js': themeThat('') });
    await install(join(folder, 'project'), '@me/jsonresume-theme-own', { 'index.js': themeThat('') });
    await install(folder, 'elsewhere', { 'package.json': '{"name":"jsonresume-theme-linked","version":"9.0.0"}' });
    await mkdir(join(folder, 'project', 'node_modules'), { recursive: true });
    await symlink(
      join(folder, 'node_modules', 'elsewhere'),
      join(folder, 'project', 'node_modules', 'jsonresume-theme-linked'),
    );
    const at = join(folder, 'project');
    expect(await findTheme('far', at)).toMatchObject({ name: 'jsonresume-theme-far', version: '1.2.3' });
    expect(await findTheme('linked', at)).toMatchObject({
      version: '9.0.0',
      folder: expect.stringContaining('elsewhere'),
    });
    expect(await findTheme('none', at)).toBeUndefined();
    expect(await listThemes(at)).toEqual(
      expect.arrayContaining(['@me/jsonresume-theme-own', 'jsonresume-theme-far', 'jsonresume-theme-linked']),
    );
  });

  test.each<[string, string, string]>([
    ['a link to the working directory', 'node_modules/jsonresume-theme-wide', '.'],
    ['a link to its parent folder', 'node_modules/jsonresume-theme-wide', '..'],
    ['a link to the profiles folder', 'node_modules/jsonresume-theme-wide', 'profiles'],
    ['inside a node_modules that is a link to the profiles folder', 'node_modules', 'profiles'],
  ])('rejects a package that is %s', async (_, link, target) => {
    const at = join(await temporaryFolder(), 'project');
    await mkdir(join(at, 'profiles'), { recursive: true });
    await mkdir(dirname(join(at, link)), { recursive: true });
    const lead = join(at, target);
    const own = link.endsWith('wide') ? lead : join(lead, 'jsonresume-theme-wide');
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'package.json'), '{"name":"jsonresume-theme-wide","version":"1.0.0"}');
    await symlink(lead, join(at, link));
    await expect(findTheme('wide', at)).rejects.toMatchObject({
      code: 'THEME_FAILED',
      message: expect.stringContaining('the theme jsonresume-theme-wide could read '),
      hint: expect.stringContaining('install it as a copy'),
    });
  });

  test('changes the digest if a file or the package changes', async () => {
    const folder = await temporaryFolder();
    const digest = () => new ThemeStore({ ...PROGRAM, folder, isPrivate: false }).digest('own');
    expect(await digest()).toBeUndefined();
    await install(folder, 'jsonresume-theme-own', { 'index.js': themeThat(''), 'lib/a.css': 'a' });
    const first = await digest();
    expect(first).toBe(await digest());
    await install(folder, 'jsonresume-theme-own', { 'lib/a.css': 'b' });
    const second = await digest();
    expect(second).not.toBe(first);
    await install(folder, '.', { '.package-lock.json': '{}' });
    expect(await digest()).not.toBe(second);
  });
});

describe('pdfRenderOptions', () => {
  test('are applied if they concern paper', () => {
    const given = {
      format: 'A4',
      landscape: true,
      margin: { top: '0.8 cm', left: 10 },
      mediaType: 'print',
      scale: 0.9,
      printBackground: false,
      preferCSSPageSize: true,
      width: '8.5in',
      height: 1100,
    };
    expect(readOptions(given)).toEqual({
      paper: { ...given, format: 'a4', margin: { top: '0.8cm', left: 10 } },
      ignored: [],
    });
  });

  test.each([
    ['an output path', { path: '/tmp/x.pdf' }, ['path']],
    ['an unknown paper format', { format: 'huge' }, ['format']],
    ['a scale beyond the limit of the browser', { scale: 9 }, ['scale']],
    ['a paper size of zero', { width: 0, height: '0.0 mm' }, ['width', 'height']],
    ['excessive and invalid lengths', { width: '1e9mm', height: Number.NaN }, ['width', 'height']],
    [
      'header and footer templates',
      { displayHeaderFooter: true, headerTemplate: '<img src=x>' },
      ['displayHeaderFooter', 'headerTemplate'],
    ],
    [
      'names of object properties',
      JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}'),
      ['__proto__', 'constructor'],
    ],
    ['a value that is not an object', 'a4', []],
    ['undefined options', undefined, []],
  ])('are ignored: %s', (_, given, ignored) => {
    expect(readOptions(given)).toEqual({ paper: {}, ignored });
  });
});

test('passes JSON Resume to a theme with both spellings, plain texts, names for codes, and pictures as data', () => {
  const resume = {
    basics: {
      name: 'Jane **Doe**',
      summary: 'Knows **Rust**.\n\nSee [it](https://a.example.com).',
      image: 'a.png',
      url: 'https://jane.example.com',
      location: { city: 'Pune', countryCode: 'IN' },
    },
    work: [{ name: 'Acme', url: 'https://acme.example.com', highlights: ['Took *all*'] }],
    languages: [{ language: 'de' }, { language: 'Klingon' }],
  };
  const wording = {
    plain: (text: string) => text.replace(/\*/g, '').replace(/\[(.*?)\]\(.*?\)/g, '$1'),
    country: (code: string) => (code === 'IN' ? 'India' : code),
    language: (code: string) => (code === 'de' ? 'German' : code),
  };
  const made = resumeFor(resume, new Map([['a.png', 'data:image/png;base64,Zm9v']]), wording);
  expect(made).toEqual({
    basics: {
      name: 'Jane **Doe**',
      summary: 'Knows Rust.\n\nSee it.',
      image: 'data:image/png;base64,Zm9v',
      picture: 'data:image/png;base64,Zm9v',
      url: 'https://jane.example.com',
      website: 'https://jane.example.com',
      location: { city: 'Pune', countryCode: 'India' },
    },
    languages: [{ language: 'German' }, { language: 'Klingon' }],
    work: [
      {
        name: 'Acme',
        company: 'Acme',
        url: 'https://acme.example.com',
        website: 'https://acme.example.com',
        highlights: ['Took all'],
      },
    ],
  });
  expect(resume.basics.image).toBe('a.png');
  // An omitted picture is not passed to the theme as an address either.
  expect(resumeFor({ basics: { image: 'https://x.example.com/a.png' } }, new Map(), wording)).toEqual({ basics: {} });
  const profile = profileOf(
    'basics: { name: Jane, metrics: [{ value: 1 }] }\nsections: [{ id: talks, title: Talks, items: [One] }]',
  );
  expect(unshown(profile)).toEqual(['the headline figures', '"Talks"']);
});

const SEALED = '<meta http-equiv="Content-Security-Policy"[^>]*><meta charset="utf-8">';

describe('a sealed page', () => {
  test.each([
    ['<!doctype html><html><head>', `<!doctype html>${SEALED}<html><head>`],
    ['\n<!-- <head> --><!DOCTYPE html>\n<p>x', `\n<!-- <head> --><!DOCTYPE html>${SEALED}\n<p>x`],
    ['<p>x', `<!doctype html>${SEALED}<p>x`],
    ['<!-- open <p>', `<!doctype html>${SEALED}<!-- open <p>`],
    ['<!--> <p>x <!-- --><!doctype html>', `<!doctype html>${SEALED}<!--> <p>x <!-- --><!doctype html>`],
    ['<!---> <p>x <!-- --><!doctype html>', `<!doctype html>${SEALED}<!---> <p>x <!-- --><!doctype html>`],
    ['<!-- a --!> <p>x <!-- --><!doctype html>', `<!doctype html>${SEALED}<!-- a --!> <p>x <!-- --><!doctype html>`],
    ['<!--><!-- a --!><!doctype html><p>x', `<!--><!-- a --!><!doctype html>${SEALED}<p>x`],
  ])('%j starts with the policy', (html, expected) => {
    expect(sealPage(html).html).toMatch(new RegExp(`^${expected}$`));
    expect(sealPage(html).html).toContain("default-src 'none'");
  });

  test.each([
    '<meta http-equiv="refresh" content="0;url=https://a.example.com">',
    '<META content="a>b" HTTP-EQUIV = refresh>',
    '<meta content=">"http-equiv=refresh>',
    '<meta/http-equiv=refresh>',
    '<!--><meta http-equiv=refresh> -->',
    `<p title='<meta "'><meta http-equiv=refresh>`,
  ])('has no automatic redirect: %s', (html) => {
    expect(sealPage(html).html.replace(/^.*?<meta charset="utf-8">/, '')).not.toMatch(/(?<!data-refused-)http-equiv/i);
  });

  test.each([
    ['<a href="file:///etc/passwd">', 'file:///etc/passwd'],
    ['<a HREF = javascript:alert(1)>', 'javascript:alert(1)'],
    ['<a href="&#106;avascript:x">', '&#106;avascript:x'],
    ["<a href=' \tsmb://host/share'>", 'smb://host/share'],
    ['<a href="\\\\host\\share">', '\\\\host\\share'],
    ['<a href="//host/share">', '//host/share'],
    ['<a title=">" href="vbscript:x">', 'vbscript:x'],
    ['<a title="a"href="file:a">', 'file:a'],
    [`<b title=' href="'><a href='file:b'>`, 'file:b'],
    ['<svg><a xlink:href="file:c">', 'file:c'],
    ['<img src="file:///etc/hostname">', 'file:///etc/hostname'],
    ['<form action="file:d">', 'file:d'],
    ['<a href="data:text/html,x">', 'data:text/html,x'],
  ])('has no link to an unsafe address: %s', (html, address) => {
    const sealed = sealPage(html);
    expect(sealed.refused).toContain(address);
    expect(sealed.html).not.toMatch(/(?<![\w:-])(href|src|action)\s*=\s*["']?\s*(?![" ']|'>)/i);
  });

  test('has no embedded pages or animated addresses', () => {
    const { html } = sealPage(
      '<iframe srcdoc="&lt;a href=file:a>"></iframe><svg><set attributeName=href to="file:a"/>',
    );
    expect(html).toContain('<iframe data-refused-srcdoc=');
    expect(html).toContain('<set data-refused-attributeName=');
  });

  test('keeps web links and texts', () => {
    const page =
      '<a href="https://a.example.com">a</a><a href=#top>b</a><a href=\'mailto:a@example.com\'>c</a><a href="tel:+1">d</a><img src="data:image/png;base64,Zm9v"><p>Set href=&quot;a&quot; and http-equiv=refresh</p>';
    const { html, refused } = sealPage(page);
    expect(html.endsWith(page)).toBe(true);
    expect(refused).toEqual([]);
  });

  // Backtracking would take hours, and exceed the timeout on any machine.
  test('is processed in one pass, regardless of the length of its texts', () => {
    sealPage('<a href='.repeat(200_000) + ' href=x'.repeat(200_000) + '<!--'.repeat(200_000));
    sealPage('<!-- --'.repeat(100_000));
  });
});

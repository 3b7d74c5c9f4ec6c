import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BrandSource, renderProfile } from '../../src/index.js';
import { temporaryFolder } from '../support/paths.js';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0H40V10H0Z"/></svg>';

/** Renders a web page, for which no browser is started. */
async function page(brand: BrandSource, options: Parameters<typeof renderProfile>[1] = {}): Promise<string> {
  const profile = { basics: { name: 'Ada' }, meta: { design: { text: '#222222' } } };
  const { artifacts } = await renderProfile({ profile }, { formats: ['html'], brand, ...options });
  return new TextDecoder().decode(artifacts[0]?.bytes);
}

describe('the option brand', () => {
  test('shows a house style with a logo from its folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'logo.svg'), LOGO);
    const html = await page({ name: 'North', logo: 'logo.svg', confidentiality: 'For you only', folder });
    expect(html).toContain("@bottom-left{content:'For you only'");
    expect(html).toContain(Buffer.from(LOGO).toString('base64'));
  });

  test('is below the defaults unless it is enforced, and below the options of a design then', async () => {
    const accentOf = (html: string) => /--accent-option:(#\w+)/.exec(html)?.[1];
    const defaults = { design: { accent: '#444444' } };
    const brand = { name: 'North', accent: '#111111' };
    expect(accentOf(await page(brand))).toBe('#111111');
    expect(accentOf(await page(brand, { defaults }))).toBe('#444444');
    expect(accentOf(await page({ ...brand, enforce: true }, { defaults }))).toBe('#111111');
    const design = { accent: '#555555' };
    expect(accentOf(await page({ ...brand, enforce: true }, { defaults, design }))).toBe('#555555');
  });

  test.each<[BrandSource, string]>([
    [{ name: 'North', accent: '#bbbbff' }, 'too light for text on white'],
    [{ name: 'North', logo: 'logo.svg' }, 'the brand has no folder from which it could be read'],
    [{ name: 'North', logo: 'lost.svg', folder: '.' }, 'there is no such file'],
    [{ name: 'North', nmae: 'x' } as BrandSource, 'unknown key "nmae"'],
  ])('is checked as in dossier.yaml: %j', async (brand, message) => {
    await expect(page(brand)).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
      problems: [{ message: expect.stringContaining(message), where: { file: 'options.brand' } }],
    });
  });
});

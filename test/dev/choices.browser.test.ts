import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/paths.js';
import { openLive } from './live.js';
import { openPage, read, see, waitFor } from './support.js';

const live = openLive();

describe('choosing in the preview', () => {
  test('shows the chosen template and variant, keeps them in the address, and supports going back', async () => {
    await live.choose('template', 'modern');
    await see(
      live.page,
      ({ search }) => search === '?profile=krish-arora&template=modern',
      'the template in its address',
    );
    await waitFor(
      () =>
        live.page.evaluate(
          () =>
            document.querySelector('iframe')?.contentDocument?.querySelector('style')?.textContent?.includes('Inter') ??
            false,
        ),
      'modern is not shown',
    );
    await live.choose('profile', 'chaitanya-prabhu');
    await see(live.page, ({ title }) => title.startsWith('Chaitanya'), 'the other person');
    await waitFor(
      () => live.page.$eval('#variant', (select) => (select as HTMLSelectElement).options.length > 2),
      'there are no variants',
    );
    const whole = await read(live.page);
    await live.choose('variant', 'backend');
    const variant = await see(
      live.page,
      ({ web }) => web.includes('fault-tolerant services') && web !== whole.web,
      'the variant',
    );
    expect(variant.search).toBe('?profile=chaitanya-prabhu&template=modern&variant=backend');
    const other = await openPage(live.browser, `${new URL(live.dev.url).origin}/${variant.search}`);
    expect((await read(other)).web).toBe(variant.web);
    await other.close();
    await live.page.goBack();
    await see(live.page, ({ web, search }) => web === whole.web && !search.includes('variant'), 'the main résumé');
    await live.choose('profile', 'krish-arora');
    await see(
      live.page,
      ({ title, search }) => title.startsWith('Krish') && !search.includes('variant'),
      'the first person',
    );
  });

  test('offers letters among the variants', async () => {
    const letters = 'letters: { acme: { body: "A letter of a few words." } }\n';
    await writeFile(live.krish(), `${live.original.trimEnd()}\n${letters}`);
    const isThere = () =>
      live.page.$eval('#variant', (select) =>
        [...(select as HTMLSelectElement).options].some(({ value }) => value === 'letter.acme'),
      );
    await waitFor(isThere, 'the letter is not there to choose');
    await live.choose('variant', 'letter.acme');
    const shown = await see(live.page, ({ web }) => web.includes('A letter of a few words.'), 'the letter');
    expect(shown.web).toContain('Yours sincerely,');
    expect(shown.search).toContain('variant=letter.acme');
    await live.choose('variant', '');
    await writeFile(live.krish(), live.original);
    await see(live.page, ({ web }) => !web.includes('A letter of'), 'the résumé as it was');
  });

  test('shows the font size if a résumé is fitted to its pages', async () => {
    await writeFile(live.krish(), live.original.replace(/^meta:\n/m, 'meta:\n  page: { fit: 2 }\n'));
    const fitted = await see(live.page, ({ state }) => state.includes('pt'), 'the size of the type');
    expect(fitted.state).toMatch(/^2 pages, \d+(\.\d)? pt in \d+ ms$/);
    await live.dev.until(/krish-arora\.yaml changed: krish-arora, \w+, 2 pages, \d+(\.\d)? pt, \d+ ms/);
    await writeFile(live.krish(), live.original);
    await see(live.page, ({ state }) => /^2 pages in/.test(state), 'the résumé as it was');
  });

  test('updates when the style, template or partials of a template change', async () => {
    await live.choose('template', 'own');
    await waitFor(
      () => live.page.$eval('#template', (select) => (select as HTMLSelectElement).value === 'own'),
      'own is not chosen',
    );
    await see(live.page, ({ search }) => search.includes('template=own'), 'the own template');
    const colour = () =>
      live.page.evaluate(() => {
        const name = document.querySelector('iframe')?.contentDocument?.querySelector('h1');
        return name ? getComputedStyle(name).color : '';
      });
    const own = (name: string) => join(live.folder, 'templates', 'own', name);
    const style = await readFile(own('style.css'), 'utf8');
    await writeFile(own('style.css'), `${style}\nh1 { color: rgb(200, 0, 100) !important; }\n`);
    await waitFor(async () => (await colour()) === 'rgb(200, 0, 100)', 'the style is not followed');
    const template = await readFile(own('template.hbs'), 'utf8');
    await writeFile(own('template.hbs'), `<p>Set by hand</p>${template}`);
    await see(live.page, ({ web }) => web.includes('Set by hand'), 'the new template');
    expect(await live.pdfText()).toContain('Set by hand');
    await mkdir(join(live.folder, 'templates', 'partials'));
    const entry = await readFile(join(ROOT, 'templates', 'partials', 'entry.hbs'), 'utf8');
    await writeFile(join(live.folder, 'templates', 'partials', 'entry.hbs'), `${entry}<p>An entry ends</p>`);
    await see(live.page, ({ web }) => web.includes('An entry ends'), 'the new partial');
    await writeFile(own('template.hbs'), `{{#if`);
    const broken = await see(live.page, ({ problems }) => problems.length > 0, 'the error of the template');
    expect(broken.isOld).toBe(true);
    await writeFile(own('template.hbs'), template);
    await see(
      live.page,
      ({ problems, web }) => problems.length === 0 && !web.includes('Set by hand'),
      'the fixed template',
    );
  });

  test('offers a new profile, and reports that the selected one was deleted', async () => {
    const path = join(live.folder, 'profiles', 'ada.yaml');
    await writeFile(path, 'basics: { name: Ada Lovelace, label: Analyst }\n');
    const options = () => live.page.$$eval('#profile option', (all) => all.map((option) => option.textContent));
    await waitFor(async () => (await options()).includes('ada'), 'the new profile is not offered');
    await live.choose('profile', 'ada');
    const ada = await see(live.page, ({ title }) => title.startsWith('Ada'), 'the new profile');
    await writeFile(path, 'basics: { name: Ada Lovelace, label: Analyst 𐑐 }\n');
    const drawn = await see(live.page, ({ problems }) => problems.length > 0, 'the character without a font');
    expect(drawn.problems[0]).toMatch(/ada\.yaml:1:46.*no installed font has 𐑐 \(U\+10450\)/s);
    expect(drawn).toMatchObject({ isOld: true, web: ada.web });
    await rm(path);
    const gone = await see(
      live.page,
      ({ problems }) => problems[0]?.includes('there is no profile "ada"') === true,
      'that it has gone',
    );
    expect(gone).toMatchObject({ isOld: true, web: ada.web });
    await waitFor(async () => (await options()).includes('ada (not found)'), 'the select still offers it');
    await writeFile(path, 'basics: { name: Ada King }\n');
    await see(live.page, ({ web }) => web.includes('Ada King'), 'the profile that came back');
    await rm(path);
  });

  test('suggests a similar profile for an unknown name in the address', async () => {
    const other = await live.browser.newPage();
    await other.goto(`${new URL(live.dev.url).origin}/?profile=krish-arara`);
    const shown = await see(other, ({ problems }) => problems.length > 0, 'the error');
    expect(shown.problems[0]).toContain('did you mean krish-arora?');
    expect(shown).toMatchObject({ web: '', pages: 0 });
    await other.close();
  });

  test('causes no console message, error or external request', () => {
    expect(live.faults).toEqual([]);
  });
});

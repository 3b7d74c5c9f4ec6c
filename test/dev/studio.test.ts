import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Studio } from '../../src/dev/preview-session.js';
import type { ViewNews } from '../../src/dev/protocol.js';
import type { FileChange } from '../../src/dev/watch.js';
import { FontLibrary } from '../../src/template/fonts.js';
import { TemplateStore } from '../../src/template/store.js';
import { packageFolder, ROOT, temporaryFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';
import { waitFor } from './support.js';

const choice = (profile: string) => ({ profile, template: '', variant: '' });

/** Two invalid profiles, which are drawn without a browser. */
async function open() {
  const folder = await temporaryFolder();
  const profiles = join(folder, 'profiles');
  const overlays = join(profiles, 'private');
  await mkdir(overlays, { recursive: true });
  for (const name of ['ada', 'bob']) await writeFile(join(profiles, `${name}.yaml`), 'basics: [}\n');
  await writeFile(join(overlays, 'adda.yaml'), 'basics: {}\n');
  const drawn: ViewNews[] = [];
  const stores: TemplateStore[] = [];
  const openTemplates = () => {
    const store = new TemplateStore([join(ROOT, 'templates')]);
    stores.push(store);
    return store;
  };
  const studio = new Studio({
    project: { profiles, overlays },
    services: { ...openServices(openPrinter()), templates: openTemplates(), fonts: new FontLibrary(packageFolder) },
    openTemplates,
    now: () => 0,
    report: (news) => drawn.push(news),
  });
  const views = await Promise.all(['ada', 'bob'].map((name) => studio.view(choice(name))));
  for (const view of views) view.follow(() => undefined);
  /** The profiles that a change redraws. */
  const drawnBy = async (...changes: FileChange[]) => {
    await waitFor(() => drawn.length >= 2, 'nobody was drawn at first');
    drawn.length = 0;
    studio.changed(changes, 0);
    await studio.close();
    return drawn.map((news) => news.choice.profile).sort();
  };
  return { studio, drawnBy, stores, at: (...parts: string[]) => join(profiles, ...parts) };
}

describe('a change', () => {
  test('of a profile or its private details redraws only that profile', async () => {
    const one = await open();
    expect(await one.drawnBy({ kind: 'profile', path: one.at('ada.yaml') })).toEqual(['ada']);
    const other = await open();
    expect(await other.drawnBy({ kind: 'profile', path: other.at('private', 'bob.yml') })).toEqual(['bob']);
    const nobody = await open();
    expect(await nobody.drawnBy({ kind: 'profile', path: nobody.at('carl.yaml') })).toEqual([]);
  });

  test('of a picture redraws all profiles', async () => {
    const { drawnBy, at } = await open();
    expect(await drawnBy({ kind: 'profile', path: at('photos', 'ada.png') })).toEqual(['ada', 'bob']);
  });

  test('of a template redraws all profiles with newly compiled templates', async () => {
    const { drawnBy, stores } = await open();
    expect(await drawnBy({ kind: 'template', path: 'templates/classic/style.css' })).toEqual(['ada', 'bob']);
    expect(stores).toHaveLength(2);
  });

  test('reported many times at once causes one redraw', async () => {
    const { drawnBy, at } = await open();
    const changes = Array.from({ length: 50 }, (): FileChange => ({ kind: 'profile', path: at('ada.yaml') }));
    expect(await drawnBy(...changes)).toEqual(['ada']);
  });
});

describe('a studio', () => {
  test('lists the available choices and unmatched private details', async () => {
    const { studio, at } = await open();
    const lists = await studio.lists();
    expect(lists).toMatchObject({ profiles: ['ada', 'bob'], private: true });
    expect(lists.templates).toContain('classic');
    expect(lists.notes).toMatchObject([{ where: { file: at('private', 'adda.yaml') }, hint: 'did you mean ada?' }]);
    await studio.close();
  });

  test('uses the first profile by default, and one view per choice', async () => {
    const { studio } = await open();
    expect((await studio.view(choice(''))).choice.profile).toBe('ada');
    expect(await studio.view(choice('ada'))).toBe(await studio.view(choice('')));
    await studio.close();
  });

  test('discards unused choices and keeps followed ones', async () => {
    const { studio } = await open();
    const ada = await studio.view(choice('ada'));
    const unseen = await studio.view({ ...choice('ada'), template: 'x' });
    for (let count = 0; count < 20; count++) await studio.view({ ...choice('ada'), template: `t${count}` });
    expect(await studio.view(choice('ada'))).toBe(ada);
    expect(await studio.view({ ...choice('ada'), template: 'x' })).not.toBe(unseen);
    await studio.close();
  });
});

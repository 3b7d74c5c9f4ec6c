import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toContent } from '../../src/content/content.js';
import type { Content } from '../../src/content/model.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { FontLibrary } from '../../src/template/fonts.js';
import type { Setting } from '../../src/template/page.js';
import { type Rendered, renderResume } from '../../src/template/render.js';
import { TemplateStore } from '../../src/template/store.js';
import type { Pictures } from '../../src/template/view.js';
import { packageFolder, ROOT } from '../support/paths.js';

export const fonts = new FontLibrary(packageFolder);

const store = new TemplateStore([join(ROOT, 'templates')]);

/** A profile shipped with the repository. */
export function shipped(slug: string): Profile {
  const file = join(ROOT, 'profiles', `${slug}.yaml`);
  return readProfile(readFileSync(file), file).value;
}

export function sample(): Profile {
  const file = join(packageFolder('@jsonresume/schema'), 'sample.resume.json');
  return readProfile(readFileSync(file), file).value;
}

export function contentOf(profile: Profile): Content {
  return toContent(profile, 'nobody');
}

export async function render(
  content: Content,
  template: string,
  pictures: Pictures = new Map(),
  setting: Setting = { paper: 'a4' },
): Promise<Rendered> {
  const { template: loaded, compiled } = await store.get(template);
  return renderResume(content, loaded, compiled, fonts, pictures, setting);
}

/** The page with font data replaced by hashes, so that differences are readable. */
export function nameFonts(html: string): string {
  return html.replace(/url\(data:font\/woff2;base64,([A-Za-z0-9+/=]+)\)/g, (_, base64: string) => {
    const hash = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
    return `url(data:font/woff2;sha256,${hash.slice(0, 16)})`;
  });
}

const INLINE = /<\/?(a|b|code|em|i|span|strong)\b[^>]*>/g;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The visible text of the body, with one space for any whitespace or block boundary. */
export function textOf(html: string): string {
  const [, body = ''] = /<body>(.*)<\/body>/s.exec(html) ?? [];
  return body
    .replace(INLINE, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replace(/&([a-z]+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/[\s\u00A0]+/g, ' ')
    .trim();
}

/** The start tags of an element, with their attributes. */
export function tagsOf(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
}

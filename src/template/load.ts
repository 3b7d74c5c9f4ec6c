import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import { readDocument } from '../profile/document.js';
import { SLUG } from '../profile/names.js';
import { parseWith } from '../profile/read.js';

const face = z.string().regex(/^[1-9]00( italic)?$/, 'write a weight, such as 400, or 400 italic');

const options = z.strictObject({
  title: z.string(),
  description: z.string(),
  /** Paper where neither profile nor command says otherwise. */
  paper: z.enum(['a4', 'letter']).default('a4'),
  /** The size of body text on paper, in points; the style takes it from --size. */
  size: z.coerce.number().min(6).max(16).default(10),
  /** CSS margins of the page, by paper. */
  margin: z.strictObject({ a4: z.string(), letter: z.string() }),
  fonts: z.array(
    z.strictObject({
      family: z.string(),
      package: z.string(),
      /** Fonts for code are embedded only where there is code. */
      use: z.enum(['text', 'code']).default('text'),
      faces: z.array(face),
    }),
  ),
  /** The sections that come before the others where a profile gives no order. */
  sections: z
    .array(z.string().regex(SLUG, 'write the id of a section, such as publications'))
    .refine((ids) => new Set(ids).size === ids.length, 'name each section once')
    .default([]),
  /** The look of the faces that step in for other scripts; without serifs where it is absent. */
  scripts: z.enum(['sans', 'serif']).optional(),
  /** How style.css sets bullets on paper, for those who count lines without a browser. */
  bullets: z
    .strictObject({
      /** What is left free between the margins of the page beside a bullet, in rem. */
      indent: z.coerce.number(),
      /** The same once more for a bullet of an entry inside another one. */
      nested: z.coerce.number(),
    })
    .optional(),
});

export type TemplateOptions = z.output<typeof options>;

/** A template as read from its folder; a value, so that a render can be repeated from it alone. */
export interface Template {
  name: string;
  options: TemplateOptions;
  source: string;
  style: string;
  /** What is added to the style for a letter. */
  letterStyle: string;
  /** Partials by name: the shared ones, and the template's own over them. */
  partials: Record<string, string>;
}

/**
 * Reads the template `name` of a folder.
 *
 * @param shared the folders whose partials it may use, later ones over earlier ones
 * @throws DossierError TEMPLATE_INVALID
 */
export async function loadTemplate(
  folder: string,
  name: string,
  shared: readonly string[] = [folder],
): Promise<Template> {
  const own = join(folder, name);
  const read = async (file: string) => {
    try {
      return await readFile(join(own, file));
    } catch (cause) {
      throw new DossierError('TEMPLATE_INVALID', `the template ${name} has no ${file}`, {
        where: { file: join(own, file) },
        hint: 'a template is a folder with template.hbs, style.css and template.yaml',
        cause,
      });
    }
  };
  const shares = (file: string) =>
    Promise.all(shared.map((each) => readFile(join(each, 'partials', file), 'utf8').catch(() => undefined)));
  const [source, style, yaml, partials, bases, letters] = await Promise.all([
    read('template.hbs'),
    read('style.css'),
    read('template.yaml'),
    Promise.all(shared.map((each) => readPartials(join(each, 'partials')))),
    shares('base.css'),
    shares('letter.css'),
  ]);
  const file = join(own, 'template.yaml');
  return {
    name,
    options: readOptions(yaml, file),
    source: source.toString('utf8'),
    style: `${bases.findLast((base) => base !== undefined) ?? ''}\n${style}`,
    letterStyle: letters.findLast((letter) => letter !== undefined) ?? '',
    partials: Object.assign({}, ...partials),
  };
}

function readOptions(yaml: Uint8Array, file: string): TemplateOptions {
  try {
    return parseWith(options, readDocument(yaml, file), file).value;
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    const { message, hint, where, problems } = error;
    throw new DossierError('TEMPLATE_INVALID', message, { hint, where, problems, cause: error });
  }
}

/** The folders beside résumé templates: shared partials, what packets are made of, pages of the program itself. */
const OTHERS = /^(partials$|packet|page-)/;

/** The names of a folder's résumé templates. */
export async function listTemplates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !OTHERS.test(entry.name)).map((entry) => entry.name);
  return names.sort();
}

async function readPartials(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.hbs')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return Object.fromEntries(files.map((file, index) => [file.replace(/\.hbs$/, ''), texts[index] ?? '']));
}

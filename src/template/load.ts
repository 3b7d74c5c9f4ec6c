import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars/runtime.js';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { DESIGN_OPTIONS } from '../profile/design-options.js';
import { readDocument } from '../profile/document.js';
import { SLUG } from '../profile/names.js';
import { parseWith } from '../profile/read.js';

const face = z.string().regex(/^[1-9]00( italic)?$/, 'write a weight, such as 400, or 400 italic');

const options = z.strictObject({
  title: z.string(),
  description: z.string(),
  /** The paper size if neither the profile nor the command sets one. */
  paper: z.enum(['a4', 'letter']).default('a4'),
  /** The size of printed body text, in points; the style reads it from --size. */
  size: z.coerce.number().min(6).max(16).default(10),
  /** CSS page margins, by paper size. */
  margin: z.strictObject({ a4: z.string(), letter: z.string() }),
  fonts: z.array(
    z.strictObject({
      family: z.string(),
      package: z.string(),
      /** Code fonts are embedded only in documents that contain code; fonts of headings only for their characters. */
      use: z.enum(['text', 'headings', 'code']).default('text'),
      faces: z.array(face),
    }),
  ),
  /** The design options that have no effect in this template, such as `side`. */
  unsupported: z.array(z.enum(DESIGN_OPTIONS.map(({ path }) => path))).default([]),
  /** The place of dates unless a design sets it; it decides if they are read before the title of an entry. */
  dates: z.enum(['right', 'margin', 'left', 'byline']).default('right'),
  /** The sections in the side column unless a design sets them; absent for a template without a side column. */
  side: z.array(z.string().regex(SLUG, 'write the id of a section, such as skills')).optional(),
  /** `one-column` for a template that uses the shared design style of templates with one column. */
  layout: z.literal('one-column').optional(),
  /** The sections that come first if a profile sets no order. */
  sections: z
    .array(z.string().regex(SLUG, 'write the id of a section, such as publications'))
    .refine((ids) => new Set(ids).size === ids.length, 'list each section once')
    .default([]),
  /** The genre of fallback fonts for other scripts; sans serif by default. */
  scripts: z.enum(['sans', 'serif']).optional(),
  /** The bullet layout of style.css in print, for counting lines without a browser. */
  bullets: z
    .strictObject({
      /** The horizontal space beside a bullet inside the page margins, in rem. */
      indent: z.coerce.number(),
      /** The additional space for a bullet in a nested entry, in rem. */
      nested: z.coerce.number(),
      /** The space beside a bullet in a section without dates, if it is another one, in rem. */
      wide: z.coerce.number().optional(),
    })
    .optional(),
});

export type TemplateOptions = z.output<typeof options>;

/** A template with the contents of its files, so that a render can be repeated from this value alone. */
export interface Template {
  name: string;
  options: TemplateOptions;
  source: string;
  style: string;
  /** Additional style for letters. */
  letterStyle: string;
  /** Additional style for documents with a house style. */
  houseStyle: string;
  /** Additional style for documents with design options or logos: the shared one, then the template's own. */
  designStyle: string;
  /** Partials by name; the template's own override the shared ones. */
  partials: Record<string, string>;
}

/**
 * Reads the template `name` of a folder.
 *
 * @param shared the folders whose partials it may use; later ones override earlier ones
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
  const [source, style, yaml, partials, bases, letters, houses, designs, design] = await Promise.all([
    read('template.hbs'),
    read('style.css'),
    read('template.yaml'),
    Promise.all(shared.map((each) => readPartials(join(each, 'partials')))),
    shares('base.css'),
    shares('letter.css'),
    shares('house.css'),
    shares('design.css'),
    readFile(join(own, 'design.css'), 'utf8').catch(() => ''),
  ]);
  const parsed = readOptions(yaml, join(own, 'template.yaml'));
  const layouts = parsed.layout ? await shares(`${parsed.layout}.css`) : [];
  const lastOf = (files: readonly (string | undefined)[]) => files.findLast((file) => file !== undefined) ?? '';
  return {
    name,
    options: parsed,
    source: source.toString('utf8'),
    style: `${lastOf(bases)}\n${style}`,
    letterStyle: lastOf(letters),
    houseStyle: lastOf(houses),
    designStyle: `${lastOf(designs)}\n${parsed.layout ? lastOf(layouts) : ''}${design}`,
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

/** Folders that are not résumé templates: shared partials, packet parts, and pages of the program. */
const OTHERS = /^(partials$|packet|page-)/;

/** Returns the names of a folder's résumé templates. */
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

/** A compiled template: converts data to the content of <body>. */
export type Compiled = (data: object) => string;

/** An isolated Handlebars instance: strict, with the known helpers and a set of partials. */
type Environment = typeof Handlebars;

/** Precompiled templates and partials, by `keyOf` their source. */
export type Shipped = Readonly<Record<string, TemplateSpecification>>;

const HELPERS: Record<string, Handlebars.HelperDelegate> = {
  eq: (left: unknown, right: unknown) => left === right,
  or: (...values: unknown[]) =>
    values.slice(0, -1).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
  join: (values: unknown[], separator: string) =>
    new Handlebars.SafeString(values.map((value) => Handlebars.escapeExpression(value as string)).join(separator)),
};

/** The compiler options of all templates. */
export const COMPILE = {
  strict: true,
  preventIndent: true,
  knownHelpers: Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true])),
};

/** Returns the key of a source among the precompiled ones. */
export function keyOf(source: string): string {
  return createHash('sha256').update(source).digest('base64url');
}

/**
 * Compiles templates. Templates with the same partials share the compiled partials.
 *
 * The compiler is loaded only for a template that is not precompiled: loading it and compiling takes longer than
 * printing a page.
 */
export class Compiler {
  readonly #shipped: () => Promise<Shipped>;
  readonly #environments = new Map<string, Promise<Environment>>();

  constructor(shipped: () => Promise<Shipped> = async () => ({})) {
    this.#shipped = shipped;
  }

  /**
   * Compiles a template without access to prototypes. The returned function throws a DossierError TEMPLATE_INVALID if the
   * template fails.
   */
  async compile(template: Template): Promise<Compiled> {
    const shipped = await this.#shipped();
    const key = keyOf(template.source);
    const sources = [template.source, ...Object.values(template.partials)];
    const isShipped = sources.every((source) => Object.hasOwn(shipped, keyOf(source)));
    const environment = await this.#environment(template.partials, isShipped ? shipped : undefined);
    const specification = shipped[key];
    const compiled =
      isShipped && specification ? environment.template(specification) : environment.compile(template.source, COMPILE);
    return (data) => {
      try {
        return compiled(data, { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false });
      } catch (cause) {
        throw failure(template.name, cause as Error);
      }
    };
  }

  #environment(partials: Template['partials'], shipped: Shipped | undefined): Promise<Environment> {
    const key = JSON.stringify([partials, shipped !== undefined]);
    return remember(this.#environments, key, () => createEnvironment(partials, shipped));
  }
}

async function createEnvironment(partials: Template['partials'], shipped: Shipped | undefined): Promise<Environment> {
  const handlebars = (shipped ? Handlebars : (await import('handlebars')).default).create();
  handlebars.registerHelper(HELPERS);
  for (const [name, source] of Object.entries(partials)) {
    const specification = shipped?.[keyOf(source)];
    const partial = specification ? handlebars.template(specification) : handlebars.compile(source, COMPILE);
    handlebars.registerPartial(name, partial);
  }
  return handlebars;
}

function failure(name: string, cause: Error): DossierError {
  const reason = cause.message.split('\n')[0]?.replace(' in [object Object]', '');
  return new DossierError('TEMPLATE_INVALID', `the template ${name} failed: ${reason}`, {
    where: { file: `${name}/template.hbs` },
    hint: 'use only the values that docs/templates.md lists',
    cause,
  });
}

import { createHash } from 'node:crypto';
import Handlebars from 'handlebars/runtime.js';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import type { Template } from './load.js';

/** A compiled template: data -> the inside of <body>. */
export type Compiled = (data: object) => string;

/** Handlebars of our own: strict, with the named helpers and a set of partials. */
type Environment = typeof Handlebars;

/** Templates and partials as Handlebars precompiles them, by `keyOf` their source. */
export type Shipped = Readonly<Record<string, TemplateSpecification>>;

const HELPERS: Record<string, Handlebars.HelperDelegate> = {
  eq: (left: unknown, right: unknown) => left === right,
  or: (...values: unknown[]) =>
    values.slice(0, -1).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
  join: (values: unknown[], separator: string) =>
    new Handlebars.SafeString(values.map((value) => Handlebars.escapeExpression(value as string)).join(separator)),
};

/** How every template is compiled. */
export const COMPILE = {
  strict: true,
  preventIndent: true,
  knownHelpers: Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true])),
};

/** By what a source is found among those that are shipped. */
export function keyOf(source: string): string {
  return createHash('sha256').update(source).digest('base64url');
}

/**
 * Makes functions of templates. Templates that have the same partials share them compiled.
 *
 * The compiler is loaded only for a template that is not among the shipped ones: to load it and to compile takes longer
 * than to print a page.
 */
export class Compiler {
  readonly #shipped: () => Promise<Shipped>;
  readonly #environments = new Map<string, Promise<Environment>>();

  constructor(shipped: () => Promise<Shipped> = async () => ({})) {
    this.#shipped = shipped;
  }

  /** Compiles a template, with no access to prototypes. What it then throws is a DossierError TEMPLATE_INVALID. */
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

import { createHash } from 'node:crypto';
import Handlebars from 'handlebars/runtime.js';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import type { Template } from './load.js';

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

/** The parts of a JSON Schema that the reference shows. */
interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  $ref?: string;
}

/** A Markdown section for each top-level field of a schema, with a table of the fields below it. */
export function schemaTables(schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => name !== '$schema');
  const simple = fields.filter(([, field]) => rowsOf('', field).length === 0);
  const rest = fields.filter((field) => !simple.includes(field));
  return [
    ...(simple.length > 0 ? [table(simple.map(([name, field]) => row(name, field)))] : []),
    ...rest.map(([name, field]) => {
      const lead = `${field.description ?? ''} ${capitalized(typeOf(field))}.`.trim();
      return `## \`${name}\`\n\n${lead}\n\n${table(rowsOf('', field))}`;
    }),
  ].join('\n\n');
}

const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function table(rows: readonly string[]): string {
  return ['| field | value | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The rows of all fields below a schema; a name ends in `[]` for each element of a list, in `.*` for any key. */
function rowsOf(prefix: string, schema: Schema): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [row(path, field), ...rowsOf(path, field)];
  });
  const items = schema.items ? rowsOf(prefix === '' ? '' : `${prefix}[]`, schema.items) : [];
  const { additionalProperties: any } = schema;
  const anyKey = typeof any === 'object' ? rowsOf(prefix === '' ? '*' : `${prefix}.*`, any) : [];
  return [...own, ...items, ...(schema.anyOf ?? []).flatMap((branch) => rowsOf(prefix, branch)), ...anyKey];
}

function row(path: string, field: Schema): string {
  return `| \`${path}\` | ${typeOf(field)} | ${(field.description ?? '').replaceAll('|', '\\|')} |`;
}

/** The type of a value in words. Texts accept numbers and booleans too, so that `name: 42` needs no quotes. */
function typeOf({ type, items, anyOf, enum: values, const: only, additionalProperties, $ref }: Schema): string {
  // A schema of its own has a page of its own.
  if ($ref) return `group: [${$ref.split('/').at(-1)}](${$ref.split('/').at(-1)}.md)`;
  // The words true and false are accepted as text too.
  const branches = anyOf?.filter((branch) => !branch.enum?.every((value) => value === 'true' || value === 'false'));
  if (branches) return [...new Set(branches.map(typeOf))].join(' or ');
  if (only !== undefined) return `\`${String(only)}\``;
  if (values) return values.map((value) => `\`${String(value)}\``).join(' or ');
  if (items) return `list of ${plural(typeOf(items))}`;
  if (typeof additionalProperties === 'object') return `${plural(typeOf(additionalProperties))} by name`;
  const types = [type ?? 'any value'].flat();
  if (types.includes('string')) return 'text';
  return types.map((one) => (one === 'object' ? 'group' : one)).join(' or ');
}

function plural(type: string): string {
  return type.replace(/\b(text|group|number|integer|boolean)\b/g, '$1s');
}

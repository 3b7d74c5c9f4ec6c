import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'rolldown/experimental';
import { describe, expect, test } from 'vitest';
import { interruptible } from './support/interruptible.js';
import { complexityOf } from './support/linear.js';
import { ROOT } from './support/paths.js';

function entry<T>({ source, flags }: RegExp, value: T): [string, T] {
  return [`/${source}/${flags}`, value];
}

/** Patterns that the checker cannot prove linear, and that match only texts of limited length. */
const SHORT: Record<string, string> = Object.fromEntries([
  entry(/<w:style w:type="paragraph" w:styleId="Strong">.*?<\/w:style>/s, 'the styles that the docx package writes'),
  entry(/(w:styleId="ListBullet">.*?<w:keepLines\/>)/s, 'the styles that the docx package writes'),
  entry(
    /\/(\S+) [\d.]+ Tf|\/ActualText <FEFF([0-9A-F]+)>|<([0-9A-F]+)> Tj|\[([^\]]*)\] TJ|\b(EMC)\b/gi,
    'operators of a page that the browser wrote, with text in hexadecimal digits only',
  ),
]);

/** Patterns that the checker cannot prove within its limits; a test measures them on their worst-case texts. */
const MEASURED: Record<string, string[]> = Object.fromEntries([
  // The checker does not know that a comment ends at only one place.
  entry(/^\s*(?:<!--(?:-?>|(?!-?>)(?:(?!--!?>).)*--!?>)\s*)*<!doctype[^>]*>/is, [
    '<!-- a --> ',
    '<!---->',
    '<!-->',
    '<!--',
    '-->',
    '<!--!-->--!>',
    '<!doctype',
    ' ',
  ]),
  entry(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-[^-]|--+[^->])*--+>\s*)*<svg[\s>]/, [
    '<!-- a --> ',
    '<!---->',
    '<!--',
    '-',
    '<?xml ',
    ' ',
  ]),
  entry(
    /\b(?:experienced?|expertise|proficien(?:cy|t)|knowledge|familiar(?:ity)?|skill(?:s|ed)?|fluen(?:cy|t)|background|understanding|expert|grasp|command|exposure)(?: (?:with|in|of|to|on|as|at))+(?: (?:working with|building|designing|writing|developing|operating|using|running))?[: ]+/gi,
    ['skills in in in ', 'experience with ', ' in', 'skills ', 'skills in building '],
  ),
  entry(
    /(?<![\p{L}\p{N}])(?:\d{1,5}[a-z]?,? (?:\p{Lu}[\p{L}.'’-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Drive|Terrace|Court|Close|Crescent)\b\.?(?=\s*(?:[,;.)]|$|\d{4,}))|\p{Lu}\p{Ll}+(?:straße|strasse|gasse|allee|weg|platz) \d{1,4}[a-z]?(?![\p{L}\p{N}]))/gu,
    ['1 A ', '1 Ab Street ', 'Aa', 'Aweg', 'wegweg', "1 A.A'", '1', '1 St\n'],
  ),
  entry(
    /@font-face(?:\s|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*\{(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^}"'])*(?:\}|$)|(font(?:-family)?\s*:)([^;}]*)/gi,
    ['@font-face{', '@font-face ', '@font-face/**/', '/**/', '/*', '*', '@font-face{"', "'", 'font:', 'font-family '],
  ),
  entry(/<(?:\w+:)?dynamicRender[^<>]*>\s*required\s*</, ['<', 'a:', '<dynamicRender', '<dynamicRender> ', '<a:']),
]);

/** Addresses of a page: see src/themes/store.ts. */
const ADDRESSES = /^\/\(\?<=.*xlink:href\|href/;

const ADDRESS_PIECES = [' href=', ' href = ', ' ', ' href="a', ' href=a', '"src', '<'];

/** Calls of `new RegExp` whose text is built at run time. */
const COMPUTED: Record<string, string> = {
  'src/packet/cover-sheet.ts': 'four fixed words, separated by "|"',
  'src/packet/education.ts': 'fixed words for degrees, in which nothing is repeated',
  'src/pdf/metadata.ts': 'the names of two elements in the metadata of a PDF',
  'src/pdf/ua/catalog.ts': 'the name of a namespace in the metadata of a PDF',
  'src/queue/health.ts': 'two fixed names of fields that Redis reports',
  'src/template/html.ts': 'fixed names of elements: a match is a name behind "<"',
  'src/template/scripts.ts': 'one character of a script',
};

interface Syntax {
  type: string;
  [key: string]: unknown;
}

interface Found {
  source: string;
  flags: string;
}

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .concat(
    readdirSync(join(ROOT, 'templates'), { recursive: true, encoding: 'utf8' })
      .map((file) => `templates/${file.replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.js')),
  )
  .sort();

const literals = new Map<string, Found>();
const computed = new Set<string>();
for (const file of files) extract(file);

/** Collects the regular expressions of a file: literals, and calls of `new RegExp` with constant text. */
function extract(file: string) {
  const { program } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  const constants = new Map<string, Syntax>();
  const all: Syntax[] = [];
  const visit = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === 'object') {
      if (typeof (value as Syntax).type === 'string') all.push(value as Syntax);
      Object.values(value).forEach(visit);
    }
  };
  visit(program);
  for (const { type, id, init } of all) {
    if (type === 'VariableDeclarator' && init && (id as Syntax).type === 'Identifier')
      constants.set((id as unknown as { name: string }).name, init as Syntax);
  }
  for (const node of all) {
    const literal = node.regex as { pattern: string; flags: string } | undefined;
    if (node.type === 'Literal' && literal) add(literal.pattern, literal.flags);
    if (node.type !== 'NewExpression' || (node.callee as { name?: string }).name !== 'RegExp') continue;
    const [text, flags] = node.arguments as (Syntax | undefined)[];
    const source = textOf(text, constants);
    if (source === undefined) computed.add(file);
    else add(source, textOf(flags, constants) ?? '');
  }
}

function add(source: string, flags: string) {
  literals.set(`/${source}/${flags}`, { source, flags });
}

/** The text of an expression that is constant within its file. */
function textOf(node: Syntax | undefined, constants: ReadonlyMap<string, Syntax>): string | undefined {
  if (!node) return undefined;
  if (node.type === 'Literal') {
    const literal = node as unknown as { value: unknown; regex?: { pattern: string } };
    return literal.regex?.pattern ?? (typeof literal.value === 'string' ? literal.value : undefined);
  }
  if (node.type === 'Identifier') return textOf(constants.get((node as unknown as { name: string }).name), constants);
  const template = (node.type === 'TaggedTemplateExpression' ? node.quasi : node) as Syntax;
  if (template.type !== 'TemplateLiteral') return undefined;
  const raw = template !== node;
  const quasis = template.quasis as { value: { raw: string; cooked: string } }[];
  const parts = (template.expressions as Syntax[]).map((expression) => textOf(expression, constants));
  if (parts.includes(undefined)) return undefined;
  return quasis.map(({ value }, index) => (raw ? value.raw : value.cooked) + (parts[index] ?? '')).join('');
}

const PARTS = 12;

for (const pattern of literals.keys()) {
  if (ADDRESSES.test(pattern)) MEASURED[pattern] = ADDRESS_PIECES;
}

describe('every regular expression takes linear time', () => {
  const patterns = [...literals].filter(([pattern]) => !(pattern in SHORT) && !(pattern in MEASURED));
  test.each(Array.from({ length: PARTS }, (_, part) => part))(
    'in part %i of the source',
    (part) => {
      const slow = patterns
        .filter((_, index) => index % PARTS === part)
        .map(([pattern, { source, flags }]) => [pattern, complexityOf(source, flags)])
        .filter(([, complexity]) => complexity !== 'linear');
      expect(slow).toEqual([]);
    },
    300_000,
  );
});

test('finds the regular expressions of the source', () => {
  expect(literals.size).toBeGreaterThan(400);
});

test('lists all files that build patterns at run time, and no deleted pattern', () => {
  expect([...computed].sort()).toEqual(Object.keys(COMPUTED).sort());
  expect([...Object.keys(SHORT), ...Object.keys(MEASURED)].filter((pattern) => !literals.has(pattern))).toEqual([]);
});

describe('a pattern without a proof processes 200 kB in time', () => {
  test.each(Object.entries(MEASURED))('%s', (pattern, pieces) => {
    const { source, flags } = literals.get(pattern) ?? { source: '', flags: '' };
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(200_000 / piece.length));
      expect(interruptible(() => text.replace(new RegExp(source, flags), ''))).toBeTypeOf('string');
    }
  });
});

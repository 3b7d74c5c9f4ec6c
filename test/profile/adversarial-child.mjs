import { checkProfile } from '../../dist/check/check.js';
import { readSubject } from '../../dist/check/lint-context.js';
import { toContent } from '../../dist/content/content.js';
import { toMarkdown } from '../../dist/formats/markdown.js';
import { toText } from '../../dist/formats/text.js';
import { importDocument } from '../../dist/import/import.js';
import { readProfile } from '../../dist/profile/read.js';

/**
 * Repeats a string, given as the first argument, to 200 kB, and passes it through one of the stages that process prose.
 */
const [piece, stage] = process.argv.slice(2);
const text = piece.repeat(Math.ceil(200_000 / piece.length));
const document = {
  basics: { name: 'Ada', summary: text },
  work: [{ name: 'x', position: 'y', startDate: '2020', highlights: [text] }],
};
const bytes = new TextEncoder().encode(JSON.stringify(document));
const content = () => toContent(readProfile(bytes, 'ada.json').value, 'x');
const stages = {
  content,
  text: () => toText(content()),
  markdown: () => toMarkdown(content()),
  check: () => checkProfile(readSubject(bytes, 'ada.json').value),
  import: () => importDocument(bytes, 'ada.json'),
};
stages[stage]();
console.log('done');

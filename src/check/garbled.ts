import type { Rule } from './finding.js';
import { findBroken, findGarbled } from './mojibake.js';
import { at } from './texts.js';

/** UTF-8 read as Windows-1252 or Mac Roman. */
export const garbledText: Rule = {
  name: 'garbled-text',
  severity: 'error',
  title: 'Text that was read in a wrong encoding',
  help: 'UTF-8 read as Windows-1252 or as Mac Roman, once or more often. --fix writes the text that it was. Where bytes were lost nobody can tell what it was: type it anew.',
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const repaired = findGarbled(text.value);
      const broken = findBroken(text.value).filter(
        ({ from, to }) => !repaired.some((part) => from < part.to && to > part.from),
      );
      return [
        ...repaired.map((part) =>
          at(text, part.from, part.to, {
            message: `"${text.value.slice(part.from, part.to)}" is garbled: it was "${part.text}"`,
            hint: `write "${part.text}", or let --fix do it`,
            replacement: part.text,
          }),
        ),
        ...broken.map(({ from, to }) =>
          at(text, from, to, {
            message: `"${text.value.slice(from, to)}" is what is left of a character that was lost`,
            hint: 'type the character anew',
          }),
        ),
      ];
    }),
};

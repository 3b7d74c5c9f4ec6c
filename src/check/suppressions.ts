import type { Problem } from '../errors.js';
import type { SourceDocument } from '../profile/document.js';
import { nearest } from '../profile/names.js';
import { textStart } from '../profile/source-text.js';
import { isRuleName, type Located, RULE_NAMES, type RuleName } from './finding.js';
import type { Text } from './texts.js';

const COMMENT = /#[ \t]*dossier-check-off:([^\r\n]*)/g;

/** The suppressions in a profile's comments. */
export interface Suppressions {
  covers(finding: Located): boolean;
  /** Warnings about unknown rule names. */
  warnings: Problem[];
}

/**
 * Reads the comments `# dossier-check-off: rule, rule`. A comment on its own line suppresses the rules for the whole
 * profile; after other text, only for values on or beginning on that line.
 */
export function readSuppressions(document: SourceDocument, texts: readonly Text[]): Suppressions {
  const everywhere = new Set<RuleName>();
  const onLine = new Map<number, Set<RuleName>>();
  const warnings: Problem[] = [];
  for (const match of document.text.matchAll(COMMENT)) {
    if (isInText(match.index, document, texts)) continue;
    const { line, column } = document.position(match.index);
    const alone = document.text.slice(match.index - column + 1, match.index).trim() === '';
    const names = alone ? everywhere : (onLine.get(line) ?? new Set<RuleName>());
    if (!alone) onLine.set(line, names);
    for (const name of (match[1] ?? '').split(/[,\s]+/).filter(Boolean)) {
      if (isRuleName(name)) names.add(name);
      else warnings.push(unknownRule(name, match.index, document));
    }
  }
  return {
    covers: ({ rule, where, beginsOn }) =>
      everywhere.has(rule) || onLine.get(where.line)?.has(rule) === true || onLine.get(beginsOn)?.has(rule) === true,
    warnings,
  };
}

/** Returns the hint for an unknown rule name. */
export function ruleHint(name: string): string {
  const close = nearest(name, RULE_NAMES);
  return close ? `did you mean ${close}?` : `the rules are ${RULE_NAMES.join(', ')}`;
}

function unknownRule(name: string, offset: number, document: SourceDocument): Problem {
  const at = document.text.indexOf(name, offset);
  return document.problemAt([at, at + name.length], {
    severity: 'warning',
    message: `there is no rule "${name}"`,
    hint: ruleHint(name),
  });
}

/** `true` if an offset is inside a text, where `#` does not begin a comment. */
function isInText(offset: number, document: SourceDocument, texts: readonly Text[]): boolean {
  return texts.some(({ path }) => {
    const range = document.rangeOf(path, 'value');
    return range !== undefined && offset >= textStart(document.text, range) && offset < range[1];
  });
}

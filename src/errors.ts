/**
 * Every way in which a run can fail, with the exit status of the command, and whether the same call may succeed when it
 * is repeated (a fault) or never will (bad input).
 */
export const CODES = {
  USAGE: { exit: 2, retryable: false },
  PROFILE_MISSING: { exit: 1, retryable: false },
  PROFILE_ENCODING: { exit: 1, retryable: false },
  PROFILE_SYNTAX: { exit: 1, retryable: false },
  PROFILE_INVALID: { exit: 1, retryable: false },
  PROFILE_EMPTY: { exit: 1, retryable: false },
  PROFILE_LIMIT: { exit: 1, retryable: false },
  PROFILE_SLUG: { exit: 1, retryable: false },
  IMPORT_UNKNOWN: { exit: 1, retryable: false },
  IMPORT_DAMAGED: { exit: 1, retryable: false },
  IMPORT_SCAN: { exit: 1, retryable: false },
  PACKET_INVALID: { exit: 1, retryable: false },
  PACKET_STALE: { exit: 1, retryable: false },
  FONT_MISSING: { exit: 1, retryable: false },
  GLYPH_MISSING: { exit: 1, retryable: false },
  ATS_GATE: { exit: 1, retryable: false },
  TEMPLATE_UNKNOWN: { exit: 2, retryable: false },
  TEMPLATE_INVALID: { exit: 1, retryable: false },
  THEME_FAILED: { exit: 1, retryable: false },
  BROWSER_MISSING: { exit: 3, retryable: false },
  BROWSER_SANDBOX: { exit: 3, retryable: false },
  BROWSER_LAUNCH: { exit: 3, retryable: true },
  BROWSER_CRASH: { exit: 3, retryable: true },
  PRINT_TIMEOUT: { exit: 3, retryable: true },
  PRINT_EMPTY: { exit: 3, retryable: false },
  PDF_INVALID: { exit: 1, retryable: false },
  KEY_INVALID: { exit: 1, retryable: false },
  QUEUE_UNREACHABLE: { exit: 3, retryable: true },
  WORKER_MISSING: { exit: 3, retryable: true },
  WORKER_BUILD: { exit: 3, retryable: false },
  JOB_LIMIT: { exit: 1, retryable: false },
  JOB_LOST: { exit: 3, retryable: true },
  PORT_TAKEN: { exit: 3, retryable: true },
  OUTPUT_PRIVACY: { exit: 2, retryable: false },
  MANIFEST_INVALID: { exit: 2, retryable: false },
  PACKET_PROTECTED: { exit: 2, retryable: false },
  OUTPUT_WRITE: { exit: 3, retryable: true },
  OUTPUT_BUSY: { exit: 3, retryable: true },
  ABORTED: { exit: 130, retryable: true },
} as const satisfies Record<string, { exit: number; retryable: boolean }>;

export type Code = keyof typeof CODES;

/** A location in a file; lines and columns are counted from 1, as in editors. */
export interface Where {
  file: string;
  line?: number;
  column?: number;
}

/** A finding about an input, or a note if nothing is wrong. `frame` is the code frame, if the source may be shown. */
export interface Problem {
  severity: 'error' | 'warning' | 'note';
  message: string;
  hint?: string;
  where?: Where;
  frame?: string;
}

/** The details of an error. */
export interface DossierErrorOptions {
  hint?: string | undefined;
  where?: Where | undefined;
  problems?: Problem[] | undefined;
  cause?: unknown;
}

/**
 * The only error class of the program. A problem that a user can fix is a DossierError with a code, a location and a
 * hint; anything else that is thrown is a bug and keeps its stack trace.
 */
export class DossierError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly where: Where | undefined;
  readonly problems: Problem[];

  constructor(code: Code, message: string, options: DossierErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DossierError';
    this.code = code;
    this.hint = options.hint;
    this.where = options.where;
    this.problems = options.problems ?? [];
  }

  get exit(): number {
    return CODES[this.code].exit;
  }

  get retryable(): boolean {
    return CODES[this.code].retryable;
  }
}

/** `file:line:column`; unknown parts are omitted. */
export function formatWhere(where: Where): string {
  return [where.file, where.line, where.line === undefined ? undefined : where.column]
    .filter((part) => part !== undefined)
    .join(':');
}

/** Formats a problem as lines of text: location and message, code frame, and hint. */
export function formatProblem(problem: Problem): string {
  const place = problem.where ? `${formatWhere(problem.where)}: ` : '';
  const lines = [`${place}${problem.severity}: ${problem.message}`];
  if (problem.frame) lines.push(problem.frame);
  if (problem.hint) lines.push(`    ${problem.hint}`);
  return lines.join('\n');
}

/** The number of problems of one error that are printed; the rest are only counted. */
const MOST_SHOWN = 100;

/** The problems of an error; if it has none, one made of its message, location and hint. */
export function problemsOf(error: DossierError): Problem[] {
  if (error.problems.length > 0) return error.problems;
  return [
    {
      severity: 'error',
      message: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
      ...(error.where ? { where: error.where } : {}),
    },
  ];
}

/** Formats an error with all its problems for users. */
export function formatError(error: DossierError): string {
  const problems = problemsOf(error);
  const rest = problems.length - MOST_SHOWN;
  return [...problems.slice(0, MOST_SHOWN).map(formatProblem), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}

/** `1 page`, `2 pages`. */
export function count(amount: number, noun: string, space = ' '): string {
  return `${amount}${space}${noun}${amount === 1 ? '' : 's'}`;
}

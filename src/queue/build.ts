import { createHash } from 'node:crypto';

/** All that decides which bytes come of a job, apart from the job: of two machines alike in it, either may do it. */
export interface Build {
  /** The program's version, and a digest of its code: a version may be under development. */
  dossier: string;
  code: string;
  /** The version of Node, which has the rules of languages. */
  node: string;
  /** System and processor. */
  system: string;
  /** The browser's version and size. */
  browser: string;
  /** A digest of the fonts that step in for those of templates. */
  fonts: string;
}

/** The name of a build: the same for the same, wherever it runs. */
export function buildName(build: Build): string {
  const { dossier, code, node, system, browser, fonts } = build;
  return createHash('sha256')
    .update(JSON.stringify([dossier, code, node, system, browser, fonts]))
    .digest('hex')
    .slice(0, 16);
}

const CALLED: Readonly<Record<keyof Build, string>> = {
  dossier: 'the version of Dossier',
  code: 'the code of Dossier',
  node: 'the version of Node',
  system: 'the system',
  browser: 'the browser',
  fonts: 'the fonts for other scripts',
};

/** In what a build differs from another one, as text. */
export function differences(build: Build, other: Build): string[] {
  const parts = Object.entries(CALLED) as [keyof Build, string][];
  return parts.flatMap(([part, name]) => {
    if (build[part] === other[part]) return [];
    return isDigest(part) ? [name] : [`${name} (${build[part]}, not ${other[part]})`];
  });
}

function isDigest(part: keyof Build): boolean {
  return part === 'code' || part === 'fonts';
}

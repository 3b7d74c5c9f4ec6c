import type { Profile } from '../profile/schema.js';

/** Other spellings of common skills, in small letters; what is not listed here is compared as it is written. */
const ALIASES: Record<string, string> = {
  js: 'JavaScript',
  javascript: 'JavaScript',
  ecmascript: 'JavaScript',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  node: 'Node.js',
  nodejs: 'Node.js',
  'node.js': 'Node.js',
  express: 'Express.js',
  'express.js': 'Express.js',
  golang: 'Go',
  cpp: 'C++',
  'c++11': 'C++',
  'c++14': 'C++',
  'c++17': 'C++',
  'c++20': 'C++',
  'c++23': 'C++',
  postgres: 'PostgreSQL',
  postgresql: 'PostgreSQL',
  mongo: 'MongoDB',
  mongodb: 'MongoDB',
  mysql: 'MySQL',
  k8s: 'Kubernetes',
  kubernetes: 'Kubernetes',
  'amazon web services': 'AWS',
  aws: 'AWS',
  'aws ec2': 'EC2',
  'aws s3': 'S3',
  gcp: 'GCP',
  'google cloud': 'GCP',
  'google cloud platform': 'GCP',
  'github actions': 'GitHub Actions',
  'socket.io': 'Socket.io',
  socketio: 'Socket.io',
  websocket: 'WebSockets',
  websockets: 'WebSockets',
  grpc: 'gRPC',
  vue: 'Vue',
  vue3: 'Vue',
  'vue.js': 'Vue',
  react: 'React',
  'react.js': 'React',
  reactjs: 'React',
  'oracle database': 'Oracle Database',
  'pl/sql': 'PL/SQL',
  plsql: 'PL/SQL',
};

/** How a candidate states a skill: in a job or project, or only in a list of skills. */
export type Evidence = 'shown' | 'listed';

/** One spelling for every way to write a skill. */
export function canonicalSkill(text: string): string {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  return ALIASES[trimmed.toLowerCase()] ?? trimmed;
}

/** The skills that a profile names itself, each in its usual spelling: lists of skills, and the keywords of entries. */
function namedSkills(profile: Profile): { listed: string[]; shown: string[] } {
  const listed = (profile.skills ?? []).flatMap((skill) =>
    split(skill.keywords?.length ? skill.keywords : [skill.name ?? '']),
  );
  const shown = [
    ...(profile.work ?? []),
    ...(profile.projects ?? []),
    ...(profile.sections ?? []).flatMap((section) => section.entries ?? []),
  ].flatMap((entry) => split(entry.keywords ?? []));
  return { listed, shown };
}

/** `AWS (EC2, S3)` names three skills. */
function split(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/[(),]/))
    .map(canonicalSkill)
    .filter((text) => text.length > 0 && text.length <= 24);
}

/** What the jobs and projects of a profile say, as one text. */
function workText(profile: Profile): string {
  const texts: string[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, item] of Object.entries(value)) if (!UNSPOKEN.has(inner)) visit(item, inner);
    }
  };
  visit([profile.work, profile.projects, profile.sections], '');
  return texts.join('\n');
}

/** Fields that are no statement about what was done. */
const UNSPOKEN = new Set(['tags', 'url', 'links', 'images', 'location', 'startDate', 'endDate', 'id', 'group']);

export interface SkillMatrix {
  skills: string[];
  /** A row a profile, a cell a skill; undefined is "not stated". */
  rows: (Evidence | undefined)[][];
}

/**
 * Which of the skills that come up most often each profile shows in its jobs and projects, or lists. Skills that more
 * profiles state come first; of equal ones those that are shown more often, then by name.
 */
export function skillMatrix(profiles: readonly Profile[], most: number): SkillMatrix {
  const named = profiles.map(namedSkills);
  const texts = profiles.map(workText);
  // Letters of either size are one skill; it is shown as it is written first.
  const spelled = new Map<string, string>();
  for (const skill of named.flatMap(({ listed, shown }) => [...listed, ...shown])) {
    if (!spelled.has(skill.toLowerCase())) spelled.set(skill.toLowerCase(), skill);
  }
  const all = [...spelled.values()];
  const states = (list: readonly string[] | undefined, skill: string) =>
    list?.some((other) => other.toLowerCase() === skill.toLowerCase()) === true;
  const evidence = new Map(
    all.map((skill) => {
      const spellings = [
        skill,
        ...Object.keys(ALIASES).filter((alias) => ALIASES[alias] === skill && alias.length > 2),
      ];
      const pattern = new RegExp(
        `(?<![\\p{L}\\p{N}+#])(?:${spellings.map(escapePattern).join('|')})(?![\\p{L}\\p{N}+#])`,
        'iu',
      );
      const cells = profiles.map((_, index): Evidence | undefined => {
        if (states(named[index]?.shown, skill) || pattern.test(texts[index] ?? '')) return 'shown';
        return states(named[index]?.listed, skill) ? 'listed' : undefined;
      });
      return [skill, cells] as const;
    }),
  );
  const weight = (skill: string): [number, number] => {
    const cells = evidence.get(skill) ?? [];
    return [cells.filter(Boolean).length, cells.filter((cell) => cell === 'shown').length];
  };
  const skills = all
    .sort((a, b) => {
      const [statedA, shownA] = weight(a);
      const [statedB, shownB] = weight(b);
      return statedB - statedA || shownB - shownA || (a < b ? -1 : 1);
    })
    .slice(0, most);
  return { skills, rows: profiles.map((_, index) => skills.map((skill) => evidence.get(skill)?.[index])) };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

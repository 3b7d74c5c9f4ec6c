import type { Path } from '../profile/document.js';
import type { Bullet } from '../profile/fields.js';
import type { Profile } from '../profile/schema.js';
import type { Text } from './texts.js';

/** Lists whose entries have bullets or dates. */
export type EntryList =
  | 'work'
  | 'engagements'
  | 'volunteer'
  | 'education'
  | 'projects'
  | 'awards'
  | 'certificates'
  | 'publications'
  | 'sections'
  | 'items';

/** An entry of any list, with its place and the data that rules need. */
export interface LintEntry {
  list: EntryList;
  /** The id of the section that prints it. */
  section: string;
  path: Path;
  name: string;
  /** Its short description: the role or the kind. */
  role: string;
  startDate?: string | undefined;
  endDate?: string | undefined;
  /** A single day or month, in lists whose entries have no start and end. */
  date?: string | undefined;
  status?: string | undefined;
  /** It has dates or a line above its title, which some templates print in a margin. */
  isMarked: boolean;
  bullets: Text[];
  /** Clients or projects inside a job. */
  inner: LintEntry[];
}

interface Source {
  startDate?: string | undefined;
  endDate?: string | undefined;
  date?: string | undefined;
  releaseDate?: string | undefined;
  status?: string | undefined;
  highlights?: Bullet[] | undefined;
  eyebrow?: string | undefined;
}

/** Returns the entries of a profile; the item list of each custom section is one more entry, without a name. */
export function entriesOf(profile: Profile, texts: readonly Text[]): LintEntry[] {
  const byPath = new Map(texts.map((text) => [entryKey(text.path), text]));
  const bullets = (path: Path, list: readonly Bullet[] | undefined): Text[] =>
    (list ?? []).flatMap((_, index) => {
      const text = byPath.get(entryKey([...path, index, 'text'])) ?? byPath.get(entryKey([...path, index]));
      return text && text.value.trim() !== '' ? [text] : [];
    });
  const entry = (
    list: EntryList,
    path: Path,
    source: Source,
    name: string | undefined,
    role: (string | undefined)[],
  ) => ({
    list,
    section: path[0] === 'sections' ? (profile.sections?.[Number(path[1])]?.id ?? '') : String(path[0]),
    path,
    name: name ?? '',
    role: [...role, source.eyebrow].filter(Boolean).join(' '),
    startDate: source.startDate || undefined,
    endDate: source.endDate || undefined,
    date: source.date || source.releaseDate || undefined,
    status: source.status || undefined,
    isMarked: [source.startDate, source.endDate, source.date, source.releaseDate, source.eyebrow].some(Boolean),
    bullets: bullets([...path, 'highlights'], source.highlights),
    inner: [] as LintEntry[],
  });
  const each = <T>(
    list: EntryList,
    items: readonly T[] | undefined,
    make: (item: T, path: Path) => LintEntry,
  ): LintEntry[] => (items ?? []).map((item, index) => make(item, [list, index]));
  return [
    ...each('work', profile.work, (job, path) => ({
      ...entry('work', path, job, job.name || job.position, [job.name, job.position]),
      inner: (job.engagements ?? []).map((inner, index) =>
        entry('engagements', [...path, 'engagements', index], inner, inner.name, [inner.position]),
      ),
    })),
    ...each('volunteer', profile.volunteer, (item, path) =>
      entry('volunteer', path, item, item.organization || item.position, [item.position]),
    ),
    ...each('education', profile.education, (item, path) =>
      entry('education', path, item, item.institution || item.area, [item.studyType, item.area]),
    ),
    ...each('projects', profile.projects, (item, path) => entry('projects', path, item, item.name, [item.type])),
    ...each('awards', profile.awards, (item, path) => entry('awards', path, item, item.title, [])),
    ...each('certificates', profile.certificates, (item, path) => entry('certificates', path, item, item.name, [])),
    ...each('publications', profile.publications, (item, path) => entry('publications', path, item, item.name, [])),
    ...(profile.sections ?? []).flatMap((section, index) => [
      ...(section.entries ?? []).map((item, inner) =>
        entry('sections', ['sections', index, 'entries', inner], item, item.title, [item.subtitle]),
      ),
      {
        ...entry('items', ['sections', index], {}, section.title, []),
        bullets: bullets(['sections', index, 'items'], section.items),
      },
    ]),
  ];
}

/** Flattens entries and the entries inside them, each with its own bullets. */
export function flat(entries: readonly LintEntry[]): LintEntry[] {
  return entries.flatMap((entry) => [entry, ...entry.inner]);
}

function entryKey(path: Path): string {
  return path.map(String).join('\u0000');
}

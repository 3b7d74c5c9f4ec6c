import { DossierError } from '../../errors.js';
import type { Archive } from '../archive.js';
import { attributeOf, childOf, childrenOf, readPart } from './nodes.js';

type Part = ReturnType<typeof readPart>;

/** A target of a relationship (ECMA-376 Part 2, 6.5). */
interface Relation {
  id: string;
  type: string;
  target: string;
  isExternal: boolean;
}

/** The parts of a Word file that hold text. */
export interface WordPackage {
  document: Part;
  styles: Part | undefined;
  numbering: Part | undefined;
  footnotes: Part | undefined;
  /** The addresses of links by the ids of their relationships. */
  links: ReadonlyMap<string, string>;
  /** Headers and footers by the ids of their relationships; each has links of its own. */
  margins: ReadonlyMap<string, { part: Part; links: ReadonlyMap<string, string> }>;
  /** `true` if the file holds macros. They are never run or read. */
  hasMacros: boolean;
}

/** `true` for the files of a Word document. */
export function isWordFile(names: readonly string[]): boolean {
  return names.includes('word/document.xml') || names.some((name) => /^word\/document\d*\.xml$/.test(name));
}

/**
 * Opens a Word file.
 *
 * @throws DossierError IMPORT_DAMAGED if it has no document, PROFILE_LIMIT if a part is too large
 */
export async function openWord(archive: Archive, file: string): Promise<WordPackage> {
  const name = archive.names.find((each) => /^word\/document\d*\.xml$/.test(each));
  const part = async (path: string | undefined) =>
    path !== undefined && archive.names.includes(path) ? readPart(await archive.read(path), file) : undefined;
  const document = await part(name);
  if (!document || !childOf(document, 'document'))
    throw new DossierError('IMPORT_DAMAGED', 'the Word file has no text', {
      where: { file },
      hint: 'open it in a word processor and save it again',
    });
  const relations = relationsIn(await part(`word/_rels/${name?.slice('word/'.length)}.rels`));
  const target = (type: string) => relations.find((each) => each.type === type && !each.isExternal)?.target;
  const margins = new Map<string, { part: Part; links: ReadonlyMap<string, string> }>();
  for (const { id, type, target: path } of relations) {
    const margin = type === 'header' || type === 'footer' ? await part(pathOf(path)) : undefined;
    if (margin) margins.set(id, { part: margin, links: linksIn(relationsIn(await part(relationsOf(path)))) });
  }
  return {
    document,
    styles: await part(pathOf(target('styles'))),
    numbering: await part(pathOf(target('numbering'))),
    footnotes: await part(pathOf(target('footnotes'))),
    links: linksIn(relations),
    margins,
    hasMacros: archive.names.some((each) => /vbaProject\.bin$/i.test(each)),
  };
}

function relationsIn(part: Part | undefined): Relation[] {
  return childrenOf(childOf(part, 'Relationships'), 'Relationship').flatMap((element) => {
    const [id, type, target] = ['Id', 'Type', 'Target'].map((name) => attributeOf(element, name));
    if (id === undefined || type === undefined || target === undefined) return [];
    const isExternal = attributeOf(element, 'TargetMode') === 'External';
    return [{ id, type: type.slice(type.lastIndexOf('/') + 1), target, isExternal }];
  });
}

function linksIn(relations: readonly Relation[]): ReadonlyMap<string, string> {
  return new Map(
    relations.flatMap(({ id, type, target, isExternal }) =>
      type === 'hyperlink' && isExternal ? [[id, target] as const] : [],
    ),
  );
}

/** The path of the relationships of a part beside the document. */
function relationsOf(target: string): string {
  return `word/_rels/${target.slice(target.lastIndexOf('/') + 1)}.rels`;
}

/** The path of a part from its target, which is relative to the document or absolute. */
function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  return target.startsWith('/') ? target.slice(1) : `word/${target.replace(/^\.\//, '')}`;
}

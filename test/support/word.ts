import JSZip from 'jszip';
import { type Element, xml2js } from 'xml-js';

/** A paragraph of a Word file, read from its XML. */
export interface WordParagraph {
  style: string;
  /** The text of all runs, including tabs and text inside drawings. */
  text: string;
  /** The level of the bullet and the ID of its list. */
  list?: { level: number; number: string };
  bidi: boolean;
  /** The runs; `off` lists the names of the properties that are explicitly turned off. */
  runs: { text: string; style?: string; rtl: boolean; off: string[] }[];
  /** The hyperlinks with their targets. */
  links: { text: string; url: string }[];
  pictures: { id: string; alt: string }[];
  pageBreakBefore: boolean;
  keepNext: boolean;
}

/** A Word file, read with a generic XML parser. */
export interface WordFile {
  names: string[];
  dates: Date[];
  paragraphs: WordParagraph[];
  /** The styles by ID. */
  styles: Map<string, { type: string; name: string; basedOn?: string; element: Element }>;
  part(name: string): Promise<Element>;
  xml(name: string): Promise<string>;
}

export async function readWord(bytes: Uint8Array): Promise<WordFile> {
  const zip = await JSZip.loadAsync(bytes);
  const xml = async (name: string) => {
    const text = await zip.file(name)?.async('string');
    if (text === undefined) throw new Error(`${name} is missing; the file contains ${Object.keys(zip.files)}`);
    return text;
  };
  const part = async (name: string) => {
    const root = (
      xml2js(await xml(name), { compact: false, captureSpacesBetweenElements: true }) as Element
    ).elements?.find(({ type }) => type === 'element');
    if (!root) throw new Error(`${name} is empty`);
    return root;
  };
  const rels = all(await part('word/_rels/document.xml.rels'), 'Relationship');
  const targets = new Map(rels.map(({ attributes }) => [attributes?.Id, String(attributes?.Target)]));
  const styles = all(await part('word/styles.xml'), 'w:style').map((element) => {
    const basedOn = worth(one(element, 'w:basedOn'));
    return [
      String(element.attributes?.['w:styleId']),
      {
        type: String(element.attributes?.['w:type']),
        name: worth(one(element, 'w:name')) ?? '',
        ...(basedOn === undefined ? {} : { basedOn }),
        element,
      },
    ] as const;
  });
  const ids = styles.map(([id]) => id);
  if (new Set(ids).size !== ids.length) throw new Error(`duplicate style IDs: ${ids}`);
  return {
    names: Object.keys(zip.files),
    dates: Object.values(zip.files).map(({ date }) => date),
    paragraphs: all(await part('word/document.xml'), 'w:p').map((element) => toParagraph(element, targets)),
    styles: new Map(styles),
    part,
    xml,
  };
}

function toParagraph(element: Element, targets: ReadonlyMap<unknown, string>): WordParagraph {
  const properties = one(element, 'w:pPr');
  const numbering = properties && one(properties, 'w:numPr');
  const runs = all(element, 'w:r').map((run) => {
    const set = one(run, 'w:rPr');
    const style = set && worth(one(set, 'w:rStyle'));
    return {
      text: textOf(run),
      ...(style ? { style } : {}),
      rtl: set !== undefined && one(set, 'w:rtl') !== undefined,
      off: (set?.elements ?? []).filter((each) => worth(each) === 'false').map(({ name = '' }) => name),
    };
  });
  return {
    style: (properties && worth(one(properties, 'w:pStyle'))) ?? '',
    text: runs.map(({ text }) => text).join(''),
    ...(numbering
      ? { list: { level: Number(worth(one(numbering, 'w:ilvl'))), number: worth(one(numbering, 'w:numId')) ?? '' } }
      : {}),
    bidi: properties !== undefined && one(properties, 'w:bidi') !== undefined,
    runs,
    links: all(element, 'w:hyperlink').map((link) => ({
      text: all(link, 'w:r').map(textOf).join(''),
      url: targets.get(link.attributes?.['r:id']) ?? '',
    })),
    pictures: all(element, 'wp:docPr').map(({ attributes }) => ({
      id: String(attributes?.id),
      alt: String(attributes?.descr ?? ''),
    })),
    pageBreakBefore: properties !== undefined && one(properties, 'w:pageBreakBefore') !== undefined,
    keepNext: properties !== undefined && one(properties, 'w:keepNext') !== undefined,
  };
}

function textOf(run: Element): string {
  return (run.elements ?? [])
    .map((part) => (part.name === 'w:tab' ? '\t' : part.name === 'w:t' ? String(part.elements?.[0]?.text ?? '') : ''))
    .join('');
}

/** All descendants with a name, in document order. */
export function all(element: Element, name: string): Element[] {
  return (element.elements ?? []).flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** The first child with a name. */
export function one(element: Element, name: string): Element | undefined {
  return element.elements?.find((child) => child.name === name);
}

export function worth(element: Element | undefined): string | undefined {
  const value = element?.attributes?.['w:val'];
  return value === undefined ? undefined : String(value);
}

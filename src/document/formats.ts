import type { Content } from '../content/model.js';
import type { Problem } from '../errors.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import type { Profile } from '../profile/schema.js';
import type { Pictures } from '../template/view.js';
import type { DrawingServices } from './word.js';

/**
 * The parts of a document that its formats are made from.
 *
 * @internal
 */
export interface FormatSource {
  /** The name of the profile file without its extension; messages use it. */
  slug: string;
  /** The profile as the document prints it. */
  profile: Profile;
  content: Content;
  pictures: Pictures;
  info: DocumentInfo;
  services: DrawingServices;
  /** The web page; absent for formats that are made from content. */
  html?: string | undefined;
  /** The finished PDF; absent unless the format is made from it. */
  pdf?: { bytes: Uint8Array; pages: number } | undefined;
}

/** A file of a document in some format. */
interface FormatFile {
  body: string | Uint8Array;
  /** The number of pages, if the format has any. */
  pages?: number;
  /** The page that the file shows, from 1. */
  page?: number;
}

/**
 * The properties of a format in which documents are written.
 *
 * @internal
 */
export interface FormatEntry {
  /** The name on the command line. */
  name: Format;
  /** The file extension, without a dot. */
  extension: string;
  /** The MIME type, as a web server sends it. */
  type: string;
  /** The kind of artifact in the manifest. */
  kind: string;
  /** The name shown to people. */
  label: string;
  /**
   * The last prerequisite of the format: the content, the web page, its print as a PDF, or that PDF and the browser
   * once more, to draw its pages.
   */
  from: 'content' | 'page' | 'print' | 'drawing';
  /** `true` for a format that is written by default; the others are made on demand. */
  isDefault: boolean;
  /** `false` for a format that cannot contain a letter. */
  hasLetters: boolean;
  /** `true` for a format that looks like the default template, regardless of the document's template. */
  hasDefaultLook: boolean;
  /** The place among the files that the download page offers; absent for a format that it does not show. */
  offered?: number;
  /** @throws DossierError the errors of the format's modules */
  make(source: FormatSource): Promise<{ files: FormatFile[]; warnings?: Problem[] }>;
}

/** The name of a format. */
export type Format = 'html' | 'pdf' | 'json' | 'txt' | 'md' | 'png' | 'docx';

/**
 * The formats, in the order of help texts; their modules are loaded on demand.
 *
 * @internal
 */
export const REGISTRY: readonly FormatEntry[] = [
  {
    name: 'html',
    extension: 'html',
    type: 'text/html; charset=utf-8',
    kind: 'html',
    label: 'Web page',
    from: 'page',
    isDefault: true,
    hasLetters: true,
    hasDefaultLook: false,
    offered: 3,
    make: async ({ html = '' }) => ({ files: [{ body: html }] }),
  },
  {
    name: 'pdf',
    extension: 'pdf',
    type: 'application/pdf',
    kind: 'pdf',
    label: 'PDF',
    from: 'print',
    isDefault: true,
    hasLetters: true,
    hasDefaultLook: false,
    offered: 1,
    make: async ({ pdf }) => ({ files: pdf ? [{ body: pdf.bytes, pages: pdf.pages }] : [] }),
  },
  {
    name: 'json',
    extension: 'json',
    type: 'application/json',
    kind: 'json',
    label: 'JSON',
    from: 'content',
    isDefault: true,
    hasLetters: false,
    hasDefaultLook: false,
    offered: 4,
    async make({ profile }) {
      const { printedJson } = await import('../formats/jsonresume.js');
      return { files: [{ body: printedJson(profile) }] };
    },
  },
  {
    name: 'txt',
    extension: 'txt',
    type: 'text/plain; charset=utf-8',
    kind: 'txt',
    label: 'Text',
    from: 'content',
    isDefault: true,
    hasLetters: true,
    hasDefaultLook: false,
    offered: 5,
    async make({ content }) {
      const { toText } = await import('../formats/text.js');
      return { files: [{ body: toText(content) }] };
    },
  },
  {
    name: 'md',
    extension: 'md',
    type: 'text/markdown; charset=utf-8',
    kind: 'md',
    label: 'Markdown',
    from: 'content',
    isDefault: true,
    hasLetters: true,
    hasDefaultLook: false,
    offered: 6,
    async make({ content }) {
      const { toMarkdown } = await import('../formats/markdown.js');
      return { files: [{ body: toMarkdown(content) }] };
    },
  },
  {
    name: 'png',
    extension: 'png',
    type: 'image/png',
    kind: 'png',
    label: 'Picture',
    from: 'drawing',
    isDefault: false,
    hasLetters: true,
    hasDefaultLook: false,
    offered: 7,
    async make({ slug, pdf, services }) {
      if (!pdf) return { files: [] };
      const { drawPreviews } = await import('../print/pictures.js');
      const job = { pdf: pdf.bytes, pages: pdf.pages, name: slug };
      const pages = await drawPreviews(services.printer, await services.pdfJs(), job);
      return { files: pages.map((body, index) => ({ body, page: index + 1 })) };
    },
  },
  {
    name: 'docx',
    extension: 'docx',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    kind: 'docx',
    label: 'Word',
    from: 'content',
    isDefault: false,
    hasLetters: true,
    hasDefaultLook: true,
    offered: 2,
    async make({ profile, content, pictures, info, services }) {
      const { makeWord } = await import('./word.js');
      const { bytes, warnings } = await makeWord(profile, content, pictures, info, services);
      return { files: [{ body: bytes }], warnings };
    },
  },
];

export const FORMATS: readonly Format[] = REGISTRY.map(({ name }) => name);

/** The formats that are written by default. */
export const DEFAULT_FORMATS: readonly Format[] = REGISTRY.flatMap(({ name, isDefault }) => (isDefault ? [name] : []));

/**
 * The entry of a format.
 *
 * @internal
 */
export function formatNamed(format: Format): FormatEntry {
  const found = REGISTRY.find(({ name }) => name === format);
  if (!found) throw new Error(`there is no format ${format}`);
  return found;
}

/**
 * The entry whose artifacts are of a kind; undefined for a kind that is not a format of documents.
 *
 * @internal
 */
export function formatOfKind(kind: string): FormatEntry | undefined {
  return REGISTRY.find((entry) => entry.kind === kind);
}

/** `true` if a browser prints any of the formats. */
export function isPrinted(formats: readonly Format[]): boolean {
  return formats.map(formatNamed).some(({ from }) => from === 'print' || from === 'drawing');
}

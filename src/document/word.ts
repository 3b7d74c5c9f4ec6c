import { imageSize } from 'image-size';
import { type Content, mapTexts } from '../content/model.js';
import type { Problem } from '../errors.js';
import { toDocx } from '../formats/docx/docx.js';
import type { WordPicture } from '../formats/docx/page.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import { withoutJpegMetadata } from '../pdf/privacy/jpeg-metadata.js';
import type { PdfJs, PictureJob } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import type { Brand } from '../profile/brand.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
import { entryOf } from '../profile/values.js';
import { withBrandFoot } from '../template/brand-foot.js';
import { keepSigns } from '../template/html.js';
import { marginOf, pageBox, paperFor } from '../template/page.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';

/** The services that Word files and drawn pages need. */
export interface DrawingServices {
  templates: Pick<TemplateStore, 'get'>;
  printer: Printer;
  /** Loads the library that draws pages of PDFs. */
  pdfJs(): Promise<PdfJs>;
  signal?: AbortSignal | undefined;
  /** The house style, for headers and footers. */
  brand?: Brand | undefined;
}

/** The types of pictures that every version of Word shows, by their media types. */
const SHOWN: Readonly<Record<string, WordPicture['type']>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};

/** The maximum width in pixels of pictures of other types, which are redrawn. */
const WIDTH = 1600;

/** A picture that Word can show, possibly rotated: Word ignores the orientation that a camera records. */
interface StoredPicture {
  picture: WordPicture;
  isTurned: boolean;
}

/**
 * Converts pictures for Word. Pictures of other types, and those stored with an orientation, are redrawn by the
 * browser, which is started only for them.
 */
export async function toWordPictures(
  pictures: Pictures,
  services: DrawingServices,
): Promise<{ pictures: Map<string, WordPicture>; warnings: Problem[] }> {
  const taken = new Map<string, WordPicture>();
  const turned = new Map<string, WordPicture>();
  const others: [string, string][] = [];
  for (const [source, data] of pictures) {
    const stored = toPicture(data);
    if (stored) (stored.isTurned ? turned : taken).set(source, stored.picture);
    if (!taken.has(source)) others.push([source, data]);
  }
  const reason = others.length > 0 ? await draw(others, taken, services) : undefined;
  const left = others.map(([source]) => source).filter((source) => !taken.has(source));
  for (const [source, picture] of turned) if (!taken.has(source)) taken.set(source, picture);
  return {
    pictures: taken,
    warnings: left.map((source) => (turned.has(source) ? notTurned(source, reason) : leftOut(source, reason))),
  };
}

/** Draws pictures and adds them to `taken`; returns the reason if the browser could not draw any. */
async function draw(
  pictures: readonly [string, string][],
  taken: Map<string, WordPicture>,
  services: DrawingServices,
): Promise<string | undefined> {
  async function* jobs(): AsyncGenerator<PictureJob & { source: string }> {
    for (const [source, image] of pictures) yield { source, subject: { image }, width: WIDTH, exact: true };
  }
  try {
    const { drawPictures } = await import('../print/pictures.js');
    await drawPictures(services.printer, await services.pdfJs(), jobs(), 1, async ({ source }, drawn) => {
      if (drawn) taken.set(source, drawn);
    });
    return undefined;
  } catch (error) {
    if (services.signal?.aborted) throw error;
    return (error as Error).message;
  }
}

function leftOut(source: string, reason: string | undefined): Problem {
  return {
    severity: 'warning',
    message: `the picture ${JSON.stringify(source)} is left out of the Word file and replaced by its description${reason ? `: ${reason}` : ''}`,
    hint: 'use PNG, JPEG or GIF',
  };
}

function notTurned(source: string, reason: string | undefined): Problem {
  return {
    severity: 'warning',
    message: `the picture ${JSON.stringify(source)} is not rotated in the Word file and may be on its side${reason ? `: ${reason}` : ''}`,
    hint: 'rotate the picture in an image editor and save it',
  };
}

/** Parses a data: URL as a picture for Word; undefined for another type or a damaged picture. */
function toPicture(data: string): StoredPicture | undefined {
  const [, media = '', base64 = ''] = /^data:([\w/+.-]+);base64,(.*)$/s.exec(data) ?? [];
  const type = entryOf(SHOWN, media);
  if (!type) return undefined;
  const stored = Buffer.from(base64, 'base64');
  try {
    const { width, height, orientation = 1 } = imageSize(stored);
    if (!(width > 0 && height > 0)) return undefined;
    // Metadata from a camera, such as its location, is not part of the profile.
    const bytes = type === 'jpg' ? (withoutJpegMetadata(stored) ?? stored) : stored;
    return { picture: { type, bytes, width, height }, isTurned: orientation !== 1 || hasExif(stored, type) };
  } catch {
    return undefined;
  }
}

/** `true` if a PNG has Exif metadata (PNG, 11.3.4.5), which may contain an orientation, before its pixels. */
function hasExif(bytes: Buffer, type: WordPicture['type']): boolean {
  const chunk = type === 'png' ? bytes.indexOf('eXIf') : -1;
  return chunk >= 0 && chunk < bytes.indexOf('IDAT');
}

/**
 * Makes the Word file of a résumé, on the paper of the profile, with the font size and margins of its design or of the
 * default template.
 */
export async function makeWord(
  profile: Profile,
  content: Content,
  pictures: Pictures,
  info: DocumentInfo,
  services: DrawingServices,
): Promise<{ bytes: Uint8Array; warnings: Problem[] }> {
  const { template } = await services.templates.get(DEFAULT_TEMPLATE);
  const { page, locale, design = {} } = profile.meta ?? {};
  const paper = paperFor(page?.size, locale, template.options);
  const { brand } = services;
  const isLetter = content.sections.some(({ kind }) => kind === 'letter');
  const margin = design.margin ?? page?.margin;
  const own = marginOf(template, paper, margin);
  const box = pageBox(
    template,
    paper,
    brand ? withBrandFoot(own, brand, { isLetter, footer: design.footer, foot: content.foot }) : margin,
  );
  const size = design.size ?? template.options.size;
  const all = brand?.logo ? new Map([...pictures, [LOGO, brand.logo.address]]) : pictures;
  const { pictures: shown, warnings } = await toWordPictures(all, services);
  const house = brand && { ...brand, isLetter, picture: shown.get(LOGO) };
  const said = content.direction === 'rtl' ? inOrder(content) : content;
  return { bytes: await toDocx(said, shown, { page: box, size, design, brand: house }, info), warnings };
}

/** The name of the logo among the pictures of a document; no file of a profile can have it. */
const LOGO = 'brand:logo';

/** Keeps the signs of figures and Latin names in place in text that runs from right to left. */
function inOrder(content: Content): Content {
  return { ...mapTexts(content, keepSigns), marks: content.marks };
}

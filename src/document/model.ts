import type { Content } from '../content/model.js';
import type { Problem } from '../errors.js';
import type { PdfJs } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import type { Brand } from '../profile/brand.js';
import type { Places } from '../profile/places.js';
import type { Profile } from '../profile/schema.js';
import type { FontLibrary, MissingGlyph } from '../template/fonts.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import type { Theme } from '../themes/find.js';
import type { ThemeStore } from '../themes/store.js';
import type { Finisher } from './finisher.js';
import type { FitSummary } from './fit.js';
import type { Format } from './formats.js';
import type { DocumentOptions } from './options.js';

/** The services that all résumés of a run share. */
export interface Services {
  templates: Pick<TemplateStore, 'names' | 'check' | 'get'>;
  fonts: FontLibrary;
  printer: Printer;
  /** Makes the files of documents elsewhere; if absent, they are made in this process. */
  maker?: Maker | undefined;
  /** Finishes printed PDFs; if absent, this thread does. */
  finisher?: Finisher | undefined;
  /** Loads the library that draws pages of PDFs. */
  pdfJs(): Promise<PdfJs>;
  /** The JSON Resume themes. They run code, so a profile must not choose one. */
  themes?: ThemeStore | undefined;
  /** The program's name and version, for the metadata of files. */
  creator: string;
  /** The date of profiles without one; ISO 8601. */
  date?: string | undefined;
  /** The month of the run, such as `2026-11`: printed as the last change of profiles that state none. */
  asOf?: string | undefined;
  /** The house style. */
  brand?: Brand | undefined;
  signal?: AbortSignal | undefined;
}

export interface ResumeRequest extends DocumentOptions {
  /** The name of the profile file without its extension. */
  slug: string;
  profile: Profile;
  pictures: Pictures;
  /** The positions of values in the file. */
  places?: Places | undefined;
  formats: readonly Format[];
  /** A variant, or the name that `letterDocument` gives a letter; absent for the main résumé. */
  variant?: string | undefined;
  /** `true` if private details were merged, so that warnings must not quote the profile's texts. */
  redact?: boolean | undefined;
  /** Called when nothing more will be printed of the document, before it is finished. */
  printed?: (() => void) | undefined;
}

/** One file of a résumé. */
export interface Artifact {
  format: Format;
  bytes: Uint8Array;
  /** The number of pages of a PDF. */
  pages?: number;
  /** The page that a picture shows, from 1. */
  page?: number;
}

export interface Resume {
  title: string;
  /** The profile as rendered, tailored to a variant if one was asked for. */
  profile: Profile;
  content: Content;
  template: string;
  artifacts: Artifact[];
  warnings: Problem[];
  /** The result of fitting, if a number of pages was asked for. */
  fit?: FitSummary;
  /** As in `Made`. */
  taken?: (() => void) | undefined;
}

/** A document of a profile that is ready to be made: its content, and its template or theme. */
export interface OpenedResume {
  /** The profile as rendered, tailored to a variant if one was asked for. */
  profile: Profile;
  isLetter: boolean;
  /** A JSON Resume theme that replaces the template. */
  theme: Theme | undefined;
  template: string;
  title: string;
  content: Content;
}

/** The result of making a document. */
export interface Made {
  /** Empty if characters are missing. */
  artifacts: Artifact[];
  warnings: Problem[];
  /** Characters that no installed font can draw, so that nothing was made. */
  missing: MissingGlyph[];
  /** Characters that no installed font can draw, and that were left out or replaced by plain forms. */
  leftOut?: MissingGlyph[];
  /** The result of fitting, if a number of pages was asked for. */
  fit?: FitSummary;
  /**
   * Must be called once the artifacts have been stored or are no longer needed; until then, a copy is kept elsewhere.
   */
  taken?: (() => void) | undefined;
}

/** Makes the files of documents, in this process or elsewhere. */
export interface Maker {
  /** @throws DossierError as `makeFiles` does */
  make(request: ResumeRequest, opened: OpenedResume): Promise<Made>;
}

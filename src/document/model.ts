import type { Content } from '../content/model.js';
import type { Problem } from '../errors.js';
import type { PdfJs } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
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

/** What a run keeps for all its résumés. */
export interface Services {
  templates: Pick<TemplateStore, 'names' | 'check' | 'get'>;
  fonts: FontLibrary;
  printer: Printer;
  /** Makes the files of documents in another place; they are made here where it is absent. */
  maker?: Maker | undefined;
  /** What follows printing; done in this thread where it is absent. */
  finisher?: Finisher | undefined;
  /** What draws pages of PDFs. */
  pdfJs(): Promise<PdfJs>;
  /** Themes of JSON Resume: they run code, so that no profile may choose one. */
  themes?: ThemeStore | undefined;
  /** The program's name and version, as files carry it. */
  creator: string;
  /** The date of profiles that have none; ISO 8601. */
  date?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface ResumeRequest {
  /** The profile's file name without ending. */
  slug: string;
  profile: Profile;
  pictures: Pictures;
  /** Where things stand in its file. */
  places?: Places | undefined;
  formats: readonly Format[];
  /** A variant, or a letter as `letterDocument` calls it; the main résumé where it is absent. */
  variant?: string | undefined;
  /** Whether the PDF carries the whole profile rather than what it prints. */
  embedSource?: boolean | undefined;
  /** Overrides what the profile or variant asks for. */
  template?: string | undefined;
  /** Pages to fill, whatever the profile or variant says. */
  pages?: number | undefined;
  /** `true` if private details were merged, so that warnings must not quote the profile's texts. */
  redact?: boolean | undefined;
  /** Called when nothing more will be printed of it, before that is finished. */
  printed?: (() => void) | undefined;
}

/** One file of a résumé. */
export interface Artifact {
  format: Format;
  bytes: Uint8Array;
  /** Pages of a PDF. */
  pages?: number;
  /** The page that a picture shows, from 1. */
  page?: number;
}

export interface Resume {
  title: string;
  /** The profile as it was rendered: tailored, where a variant was asked for. */
  profile: Profile;
  content: Content;
  template: string;
  artifacts: Artifact[];
  warnings: Problem[];
  /** How it was fitted, where a number of pages was asked for. */
  fit?: FitSummary;
  /** As `Made` has it. */
  taken?: (() => void) | undefined;
}

/** A document of a profile as it is to be made: what it says, and in which look. */
export interface OpenedResume {
  /** The profile as it is rendered: tailored, where a variant was asked for. */
  profile: Profile;
  isLetter: boolean;
  /** A theme of JSON Resume, in the place of a template. */
  theme: Theme | undefined;
  template: string;
  title: string;
  content: Content;
}

/** What was made of a document. */
export interface Made {
  /** None where characters are missing. */
  artifacts: Artifact[];
  warnings: Problem[];
  /** Characters that no installed font can draw, so that nothing was made. */
  missing: MissingGlyph[];
  /** Characters that no installed font can draw, and that were left out or replaced by plain forms. */
  leftOut?: MissingGlyph[];
  /** How it was fitted, where a number of pages was asked for. */
  fit?: FitSummary;
  /** To be called once what was made is where it belongs, or is wanted no more: it is kept elsewhere until then. */
  taken?: (() => void) | undefined;
}

/** Makes the files of documents, here or elsewhere. */
export interface Maker {
  /** @throws DossierError as `makeFiles` does */
  make(request: ResumeRequest, opened: OpenedResume): Promise<Made>;
}

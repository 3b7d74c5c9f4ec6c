import type { PaperFormat, PDFOptions } from 'puppeteer';

/** The paper and its print options, in the terms of Puppeteer. */
export interface PrintPaper
  extends Pick<
    PDFOptions,
    'width' | 'height' | 'landscape' | 'margin' | 'scale' | 'printBackground' | 'preferCSSPageSize'
  > {
  format?: Lowercase<PaperFormat>;
  /** The media type whose styles apply; `screen` by default. */
  mediaType?: 'screen' | 'print';
}

/** A document in parts. Documents with the same style differ only in their content and its size. */
export interface PageParts {
  lang: string;
  title: string;
  /** Fonts and rules as CSS. */
  style: string;
  /** CSS declarations of the root element. */
  root: string;
  /** The content of <body>. */
  body: string;
}

/** One document to print. */
export interface PrintJob {
  html: string;
  /** The document in parts: if a page already shows a document in the same style, only its content is replaced. */
  parts?: PageParts;
  /** The name of the document in messages. */
  name: string;
  /** A page is reused only for jobs of the same group (a template). */
  group: string;
  /** `false` for a document that is drawn into other pages rather than read. */
  tagged?: boolean;
  /** The paper size, if the document's style does not set it. */
  paper?: PrintPaper;
  /** Called with each address that the document requested; none of the requests is answered. */
  blocked?: (address: string) => void;
  signal?: AbortSignal | undefined;
}

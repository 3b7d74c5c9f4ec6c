import type { PaperFormat, PDFOptions } from 'puppeteer';

/** Paper, and how a document is put on it, in the words of the browser's driver. */
export interface PrintPaper
  extends Pick<
    PDFOptions,
    'width' | 'height' | 'landscape' | 'margin' | 'scale' | 'printBackground' | 'preferCSSPageSize'
  > {
  format?: Lowercase<PaperFormat>;
  /** Which of its styles hold; those for the screen where nothing is said. */
  mediaType?: 'screen' | 'print';
}

/** A document in parts. Documents with the same style differ only in what they say and how large they say it. */
export interface PageParts {
  lang: string;
  title: string;
  /** Fonts and rules, as CSS. */
  style: string;
  /** Declarations of the root element. */
  root: string;
  /** The inside of <body>. */
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

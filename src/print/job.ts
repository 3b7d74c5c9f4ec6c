import type { PrintPaper } from './paper.js';
import type { PageParts } from './replace.js';

/** One document to print. */
export interface PrintJob {
  html: string;
  /** The same in parts: where a page shows a document of the same style, only its content is replaced. */
  parts?: PageParts;
  /** What it is, for messages. */
  name: string;
  /** A page is used again only for jobs of the same group (a template). */
  group: string;
  /** False for what is to be drawn into other pages rather than read. */
  tagged?: boolean;
  /** The paper, where the document's own style does not say it. */
  paper?: PrintPaper;
  /** Told of each address that the document asked for; none is answered. */
  blocked?: (address: string) => void;
  signal?: AbortSignal | undefined;
}

import type { PrintPaper } from './paper.js';
import type { PageParts } from './swap-content.js';

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

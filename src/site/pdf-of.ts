import type { FileLink, Version } from './model.js';

/** The PDF among the files of a résumé. */
export const pdfOf = ({ files }: Version): FileLink | undefined => files.find(({ kind }) => kind === 'pdf');

import { buildDraft, type ReadResume } from './build.js';
import { cellsOf } from './cells.js';
import { turnBack } from './mirror.js';
import type { Page } from './model.js';
import { readPages } from './pages.js';
import { withoutRunning } from './running.js';
import { streamsOf } from './streams.js';
import { addUnplaced } from './unplaced.js';
import { joinWrappedHeadings } from './wrapped-headings.js';

/**
 * Reads a résumé from the text of a PDF that any program made.
 *
 * @throws DossierError as `readPages` does
 */
export async function readResume(bytes: Uint8Array, file: string): Promise<ReadResume> {
  return resumeOf(await readPages(bytes, file));
}

/** Reads a résumé from the text of its pages: runs become cells, lines, sections, entries and fields. */
export function resumeOf(pages: readonly Page[]): ReadResume {
  const cells = withoutRunning(
    pages,
    pages.map((page) => joinWrappedHeadings(cellsOf(page))),
  );
  const read = buildDraft(streamsOf(pages, cells));
  addUnplaced(read.draft, read.sections, read.findings);
  turnBack(pages, read.findings);
  return read;
}

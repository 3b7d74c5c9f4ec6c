import type { PDFDocument } from 'pdf-lib';
import { type Bookmark, type BookmarkTarget, readOutline } from '../structure/outline.js';
import type { Transplant } from './object-copier.js';

/**
 * The outline of a source as it stands below the bookmark of its part: a single top bookmark that leads to the whole
 * document, as that one does, gives way to its children; all are closed.
 */
export function translateOutline(source: PDFDocument, transplant: Transplant, prefix: string): Bookmark[] {
  const toTarget = (target: BookmarkTarget | undefined): BookmarkTarget | undefined => {
    if (!target) return undefined;
    if ('name' in target) return { name: prefix + target.name };
    if (!transplant.known(target.page)) return undefined;
    return { page: transplant.ref(target.page), view: target.view.map((item) => transplant.value(item)) };
  };
  const translate = (bookmark: Bookmark): Bookmark => ({
    ...bookmark,
    target: toTarget(bookmark.target),
    children: bookmark.children.map(translate),
  });
  const outline = readOutline(source);
  const [only] = outline;
  const children = only && outline.length === 1 && isTitle(only, source) ? only.children : outline;
  return children.map((child) => ({ ...translate(child), open: false }));
}

/** `true` for a bookmark that stands for its whole document. */
function isTitle({ target, children }: Bookmark, source: PDFDocument): boolean {
  if (children.length > 0 || !target) return true;
  return 'page' in target && target.page === source.getPage(0).ref;
}

import type { PDFDocument } from 'pdf-lib';
import { type Bookmark, type BookmarkTarget, readOutline } from './outline.js';
import type { Transplant } from './transplant.js';

/**
 * The outline of a source as it stands below the bookmark of its part: a single top bookmark, which would say the
 * same as that one, gives way to its children; all are closed.
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
  const outline = readOutline(source).map(translate);
  const [only] = outline;
  const children = outline.length === 1 && only ? only.children : outline;
  return children.map((child) => ({ ...child, open: false }));
}

import { dictAt } from '../metadata.js';
import { isMark } from '../structure/elements.js';
import { bookmarkItems } from '../structure/outline.js';
import { type Finding, fault } from './conditions.js';
import { langOf, type Subject, stated, type Whole } from './subject.js';

/** Natural language of bookmarks (ISO 14289-1, 7.2): checkpoint 11. */
export function* checkBookmarkLanguage({ document, lang }: Whole): Generator<Finding> {
  if (lang === undefined && bookmarkItems(document).length > 0) yield fault('11-003');
}

/** Natural language of content (ISO 14289-1, 7.2): checkpoint 11. */
export function* checkLanguage(subject: Subject): Generator<Finding> {
  // The language of the document is that of everything in it.
  if (subject.lang !== undefined) return;
  const { nodes, annotations } = subject;
  const mute = nodes.filter((node) => node.lang === undefined);
  if (mute.some((node) => node.element.kids.some(isMark))) yield fault('11-001');
  for (const { element, role } of mute)
    if (['Alt', 'ActualText', 'E'].some((key) => stated(element.dict, key))) yield fault('11-002', role);
  for (const { dict, owner, subtype, page } of annotations) {
    if ((owner?.lang ?? langOf(dict)) !== undefined) continue;
    const field = dictAt(dict, 'Parent');
    if (subtype !== 'Widget' && stated(dict, 'Contents')) yield fault('11-004', `page ${page}`);
    if (subtype === 'Widget' && (stated(dict, 'TU') || (field && stated(field, 'TU'))))
      yield fault('11-005', `page ${page}`);
  }
}

import type { Path } from '../profile/document.js';
import type { Profile } from '../profile/schema.js';
import { tagFilter, tailor } from '../profile/tailor.js';
import { at } from '../profile/values.js';

/**
 * Returns a filter for the paths of a profile's document that a variant prints. It excludes entries left out by tags,
 * hidden sections, and a headline or summary that the variant replaces.
 *
 * @param root the value of the document
 * @throws DossierError PROFILE_INVALID if the profile has no such variant
 */
export function shownIn(profile: Profile, variant: string, root: unknown): (path: Path) => boolean {
  const { meta } = tailor(profile, variant);
  const keeps = tagFilter(profile, variant);
  const hidden = new Set(meta?.sections?.filter((section) => section.hidden).map(({ id }) => id));
  const own = at(at(root, 'variants'), variant);
  const isReplaced = (key: string) => typeof at(own, key) === 'string' && at(own, key) !== '';
  return (path) => {
    const [first, second] = path;
    if (first === 'variants') return second === variant;
    if (first === 'letters') return false;
    if (first === 'basics' && (second === 'label' || second === 'summary') && isReplaced(second)) return false;
    const section = first === 'sections' ? at(at(at(root, 'sections'), String(second)), 'id') : first;
    if (hidden.has(String(section)) || (first === 'basics' && second === 'summary' && hidden.has('summary')))
      return false;
    let node = root;
    for (const step of path) {
      node = at(node, String(step));
      if (!keeps(tagsOf(node))) return false;
    }
    return true;
  };
}

function tagsOf(node: unknown): string[] | undefined {
  const tags = at(node, 'tags');
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
}

import type { TagRole } from './model.js';

/** A node of a structure tree as pdf.js returns it. */
interface TreeNode {
  role?: string;
  type?: string;
  id?: string;
  children?: TreeNode[];
}

/** The headings and list items of a page of a tagged PDF. */
export interface Tags {
  /** The number of the element by the id of its content. */
  byContent: ReadonlyMap<string, number>;
  roles: ReadonlyMap<number, TagRole>;
}

/** The deepest structure that is read. */
const DEEPEST = 60;

/** Reads which content belongs to a heading or to a list item; its nearest element counts. */
export function tagsOf(tree: unknown): Tags {
  const byContent = new Map<string, number>();
  const roles = new Map<number, TagRole>();
  const visit = (node: TreeNode, tag: number, depth: number): void => {
    if (depth > DEEPEST) return;
    let own = tag;
    const role = /^(?:H[1-6]?|Title)$/.test(node.role ?? '') ? 'heading' : node.role === 'LI' ? 'item' : undefined;
    if (role) {
      own = roles.size + 1;
      roles.set(own, role);
    }
    if (node.type === 'content' && node.id) byContent.set(node.id, own);
    for (const child of node.children ?? []) visit(child, own, depth + 1);
  };
  if (tree) visit(tree as TreeNode, 0, 0);
  return { byContent, roles };
}

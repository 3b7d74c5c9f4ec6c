type Child = Node | string | undefined;

/**
 * An element of the page. What a profile says comes in as text only and is never markup here.
 *
 * @param attributes true stands for one without a value; false and undefined for none
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | undefined>,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Words that only a screen reader says. */
export const unseen = (text: string) => make('span', { class: 'unseen' }, text);

type Child = Node | string | undefined;

/**
 * Creates an element. Text from a profile is only ever added as text, never as markup.
 *
 * @param attributes `true` sets an attribute without a value; `false` and undefined set none
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

/** Creates text for screen readers only. */
export const unseen = (text: string) => make('span', { class: 'unseen' }, text);

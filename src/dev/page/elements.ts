import { formatWhere, type Problem } from '../../errors.js';

/** Returns the element with an id; throws if the page does not contain it. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} ${id}`);
}

/** Enables the buttons that select one of the two views on a narrow screen. */
export function startSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-show]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      document.body.dataset.shown = button.dataset.show;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
    });
  }
}

/** Shows problems as the command line does: location and message, code frame, hint. */
export function showProblems(list: HTMLElement, problems: readonly Problem[]): void {
  list.replaceChildren(...problems.map(toItem));
}

/** Text from a profile is only ever added as text, never as markup. */
function toItem({ severity, message, where, frame, hint }: Problem): HTMLElement {
  const item = make('li', severity);
  if (where) item.append(make('p', 'place', formatWhere(where)));
  item.append(make('p', 'message', message));
  if (frame) item.append(make('pre', 'source', frame.replace(/^ {4}/gm, '')));
  if (hint) item.append(make('p', 'hint', hint));
  return item;
}

function make(tag: string, name: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  // Source may be wider than the page; the keyboard can scroll only an element that it can focus.
  if (tag === 'pre') made.tabIndex = 0;
  return made;
}

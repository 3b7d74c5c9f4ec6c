import { formatWhere, type Problem } from '../../errors.js';

/** The element of the page with an id; the page has it, or it is broken. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} ${id}`);
}

/** On a narrow screen one of the two views is shown; these buttons choose which. */
export function startSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-show]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      document.body.dataset.shown = button.dataset.show;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
    });
  }
}

/** Problems as the command line shows them: place and message, the line with its caret, how to mend it. */
export function showProblems(list: HTMLElement, problems: readonly Problem[]): void {
  list.replaceChildren(...problems.map(toItem));
}

/** Everything is set as text: what a profile says is never markup here. */
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
  // Source may be wider than the page; a keyboard reaches what scrolls.
  if (tag === 'pre') made.tabIndex = 0;
  return made;
}

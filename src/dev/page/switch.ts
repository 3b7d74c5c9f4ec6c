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

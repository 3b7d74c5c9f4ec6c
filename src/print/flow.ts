// What runs in the page of a stranger, whose own scripts do not run: it sees to the breaks between pages.

/**
 * Lets what may be longer than a page flow from one page to the next. The browser gives the rows of a grid their heights
 * before it breaks pages, so that what a break moves down runs into the row below; and what clips its content keeps the
 * width that it has on its first page.
 */
export function letFlow(): void {
  for (const box of document.querySelectorAll<HTMLElement>('body *')) {
    const { display, overflowX, gridTemplateColumns, rowGap } = getComputedStyle(box);
    // Names of lines stand in brackets.
    const columns = gridTemplateColumns.replace(/\[[^[\]]*\]/g, ' ').trim();
    if (display === 'grid' && !/\s/.test(columns)) {
      const gap = Number.parseFloat(rowGap) || 0;
      box.style.setProperty('display', 'flow-root', 'important');
      let isFirst = true;
      for (const row of box.children) {
        const { display: shown, position, marginTop } = getComputedStyle(row);
        if (shown === 'none' || position === 'absolute' || position === 'fixed') continue;
        const margin = `${gap + (Number.parseFloat(marginTop) || 0)}px`;
        if (!isFirst) (row as HTMLElement).style.setProperty('margin-top', margin, 'important');
        isFirst = false;
      }
    } else if (display === 'block' && overflowX !== 'visible' && box.offsetHeight > innerHeight) {
      box.style.setProperty('display', 'flow-root', 'important');
      box.style.setProperty('overflow', 'visible', 'important');
    }
  }
}

/**
 * Keeps text off the edges of the paper where one page follows another, unless the document sets its margins or pages
 * itself; the first page begins where it did. The background goes on in the margins.
 *
 * @returns whether anything was changed
 */
export function keepOffEdges(): boolean {
  const setsMargins = (rules: CSSRuleList): boolean =>
    [...rules].some(
      (rule) =>
        (rule instanceof CSSPageRule && rule.cssText.includes('margin')) ||
        (rule instanceof CSSGroupingRule && setsMargins(rule.cssRules)),
    );
  const breaks = [...document.querySelectorAll('body *')].some((box) => {
    const { breakBefore, breakAfter } = getComputedStyle(box);
    return breakBefore === 'page' || breakAfter === 'page';
  });
  // Sheets with addresses were not loaded, and their rules are withheld.
  const own = [...document.styleSheets].filter(({ href }) => href === null);
  if (breaks || own.some((sheet) => setsMargins(sheet.cssRules))) return false;
  const colours = [document.documentElement, document.body].map((root) => getComputedStyle(root).backgroundColor);
  const colour = colours.find((each) => !/, 0\)$/.test(each)) ?? 'transparent';
  const style = document.createElement('style');
  style.textContent = `@page{margin:8mm 0;background:${colour}}@page :first{margin-top:0}`;
  document.documentElement.append(style);
  // The space below the last line would begin a page without any.
  for (let last: Element | undefined = document.body; last; last = lastShownIn(last))
    for (const space of ['margin-bottom', 'padding-bottom'])
      (last as HTMLElement).style.setProperty(space, '0', 'important');
  return true;

  function lastShownIn(box: Element): Element | undefined {
    return [...box.children].reverse().find((child) => getComputedStyle(child).display !== 'none');
  }
}

import type { Card } from '../../model.js';
import { count, make, size } from '../card.js';
import type { Action, PageView } from '../chosen.js';
import { gather, isPdf2, loadBinder } from '../data.js';
import { OrderList } from './order-list.js';

/** Builds a packet from the selected candidates, in an order and with a title of the reader's choice. */
export const packet: Action = { name: 'packet', label: 'Build a packet', least: 1, most: 200, open };

/** Kept while the page is open, so that navigation loses nothing. */
const kept = { title: 'Candidates', variants: new Map<string, string>(), isBinding: false };

function open(cards: readonly Card[], choose: (slugs: string[]) => void): PageView {
  let shown = cards;
  const title = make('input', { id: 'packet-title', type: 'text', maxlength: '200', dir: 'auto', autocomplete: 'off' });
  title.value = kept.title;
  title.addEventListener('input', () => {
    kept.title = title.value;
  });
  const said = make('p', { class: 'unseen', role: 'status' });
  const list = new OrderList({
    choose,
    vary: (slug, variant) => kept.variants.set(slug, variant),
    say: (text) => {
      said.textContent = text;
    },
  });
  const start = make('button', { type: 'submit', class: 'main' }, 'Create the PDF');
  const progress = make('progress', { 'aria-label': 'Progress of the packet' });
  progress.hidden = true;
  const state = make('p', { class: 'state', role: 'status' });
  const form = make(
    'form',
    { class: 'builder' },
    make('h1', { tabindex: '-1' }, 'Your packet'),
    make('p', { class: 'field' }, make('label', { for: 'packet-title' }, 'Title'), title),
    list.element,
    make('p', { class: 'end' }, start, progress),
    state,
    make('p', { class: 'none' }, 'The packet is created in this browser. Nothing is sent anywhere.'),
    said,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // One packet at a time; binding continues if the view is closed, and the file is saved when it is ready.
    if (kept.isBinding) {
      state.textContent = 'A packet is already being created';
      return;
    }
    kept.isBinding = true;
    start.setAttribute('aria-disabled', 'true');
    const members = shown;
    progress.hidden = false;
    try {
      const name = title.value.trim() || 'Candidates';
      const { bytes, note } = await makePacket(name, members, new Map(kept.variants), (text, done, of) => {
        state.textContent = text;
        progress.max = of;
        progress.value = done;
      });
      save(bytes, `${fileName(name)}.pdf`);
      state.textContent = `${fileName(name)}.pdf, ${count(members.length, 'candidate')}, ${size(bytes.length)}${note}`;
    } catch (error) {
      state.textContent = `The packet could not be created: ${(error as Error).message}`;
    } finally {
      kept.isBinding = false;
      start.removeAttribute('aria-disabled');
      progress.hidden = true;
    }
  });
  const show = (now: readonly Card[]) => {
    shown = now;
    list.show(now, kept.variants);
  };
  show(cards);
  return { element: form, show };
}

async function makePacket(
  title: string,
  cards: readonly Card[],
  variants: ReadonlyMap<string, string>,
  tell: (text: string, done: number, of: number) => void,
): Promise<{ bytes: Uint8Array; note: string }> {
  const all = 2 * cards.length;
  tell('Loading the résumés …', 0, all);
  const gathered = await gather(cards, variants, (done) => tell('Loading the résumés …', done, all));
  const bind = await loadBinder();
  const today = new Date();
  const date = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(today);
  const bytes = await bind({
    title,
    facts: `${count(cards.length, 'candidate')} · ${date}`,
    date: isoDay(today),
    ...gathered,
    bound: (done) => tell(`Binding ${done} of ${count(cards.length, 'résumé')} …`, cards.length + done, all),
  });
  const isMixed = !isPdf2(bytes) && gathered.members.some(({ pdf }) => isPdf2(pdf));
  return { bytes, note: isMixed ? '. It is PDF 1.7, because not all of its résumés are PDF 2.0.' : '' };
}

/** The local date in ISO 8601. */
function isoDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Derives a file name: letters and digits of any script, joined by hyphens. */
function fileName(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, 80).join('') || 'candidates';
}

function save(bytes: Uint8Array, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/pdf' }));
  const link = make('a', { href: address, download: name });
  link.click();
  // By then the browser has started to save the file.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

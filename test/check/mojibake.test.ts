import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { findBroken, findGarbled } from '../../src/check/mojibake.js';

/** UTF-8 decoded with the wrong encoding as programs do it: an unassigned byte becomes a control character. */
function garble(text: string, encoding: 'win1252' | 'macroman'): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const read = iconv.decode(Buffer.from([byte]), encoding);
      return read === '\uFFFD'
        ? byte === 0xf0 && encoding === 'macroman'
          ? '\uF8FF'
          : String.fromCharCode(byte)
        : read;
    })
    .join('');
}

function repaired(text: string): string {
  return findGarbled(text)
    .toReversed()
    .reduce((result, part) => result.slice(0, part.from) + part.text + result.slice(part.to), text);
}

const TEXTS = [
  'naïve résumé, café and crème brûlée',
  'São Paulo, Größe, Łódź, Čapek, Şişli, Tromsø, Ærø, București, Iași',
  'It’s “quoted” – and — dashed … with • bullets',
  '50ms → 5ms, ≈ 8 ms, ≤ 3 µs, 20 °C, ½, 5 €, §4, ™ © ®',
  'Ünïcödé ÀÉÎÕÜ',
  'cœur · 10 000',
  'Добрый день, Москва',
  'Καλημέρα κόσμε',
  '日本語のテキスト',
  'done 🎉',
];

describe.each(['win1252', 'macroman'] as const)('UTF-8 decoded as %s', (encoding) => {
  test.each(TEXTS)('is restored: %s', (text) => {
    expect(garble(text, encoding)).not.toBe(text);
    expect(repaired(garble(text, encoding))).toBe(text);
  });

  test.each(TEXTS)('is restored after being garbled twice: %s', (text) => {
    expect(repaired(garble(garble(text, encoding), encoding))).toBe(text);
  });
});

test('restores text that was garbled in one encoding and then in the other', () => {
  expect(repaired(garble(garble('naïve – São Paulo', 'macroman'), 'win1252'))).toBe('naïve – São Paulo');
});

test('fixes garbled text beside correct text', () => {
  expect(repaired('Größe and GrÃ¶ÃŸe, “fine” and â€œnotâ€\u009d')).toBe('Größe and Größe, “fine” and “not”');
});

test('leaves correct text beside text that is garbled differently', () => {
  expect(repaired('Paris–Évreux, „Spaß“ and √π, cafÃ©')).toBe('Paris–Évreux, „Spaß“ and √π, café');
  expect(repaired('Paris–Évreux, Köln–Ürdingen, caf√©')).toBe('Paris–Évreux, Köln–Ürdingen, café');
  expect(repaired('“Spaß” – voilà\u00A0», caf√©')).toBe('“Spaß” – voilà\u00A0», café');
});

test('finds the place and the replacement of each run of garbled characters', () => {
  expect(findGarbled('a naÃ¯ve cafÃ©')).toEqual([
    { from: 4, to: 6, text: 'ï' },
    { from: 12, to: 14, text: 'é' },
  ]);
});

test.each([
  'naïve',
  'São Paulo',
  'SÃO PAULO',
  'MAÇÃ',
  '“MAÇÔ and “IRMÔ',
  'Größe',
  'il chanta, qu’il chantât; château, âge, câlin, “pâte”',
  'â',
  'Ça va ? Voilà\u00A0», dit-il à\u00A0» Paul',
  '«\u00A0été\u00A0»',
  'café… “café” café— café–bar café»',
  '„Spaß“ und ‚Ähnliches‘, „Öl“',
  '‚Äpfel‘ ‚Öl‘',
  'Paris–Évreux, Köln–Ürdingen, Linz—Österreich',
  'Zoë—André’s “Noë”',
  '√2, √π, 2√π, √∞, ¬p, x≈∞, ∑ƒ(x), ∂ƒ',
  'Ångström, Œuvre, œuf, Æsir, Þór, Ðakovo',
  '5 µs, 20 °C, ±3, ½, ™, ©, ®, € 5, £5, §4, ¶',
  '50ms → 5ms · p99 ≈ 8 ms',
  'Добрый день',
  'Καλημέρα',
  '日本語',
  '🎉',
  'C’est l’École «Île-de-France»',
  'PÂTÉ, CÔTÉ, ÎLE, “CAFÉ”, ‘CAFÉ’, CAFÉ™, CAFÉ®, SÃO•RIO',
])('leaves correct text unchanged: %s', (text) => {
  expect(findGarbled(text)).toEqual([]);
  expect(findBroken(text)).toEqual([]);
});

test.each([
  ['lost \uFFFD here', '\uFFFD'],
  ['“a quote that lost its endâ€ here', 'â€'],
  ['a byte that was lost ï¿½ here', 'ï¿½'],
])('finds lost bytes without suggesting a replacement: %s', (text, part) => {
  expect(findGarbled(text)).toEqual([]);
  expect(findBroken(text).map(({ from, to }) => text.slice(from, to))).toEqual([part]);
});

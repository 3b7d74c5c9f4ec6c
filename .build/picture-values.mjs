// The values that a picture of each design option shows, and the template and part of the page where they differ most.

/** Below the header: a job, and lists of terms. */
const ENTRIES = [40, 295, 515, 140];
/** The contact details. */
const CONTACTS = [40, 150, 515, 70];
const FOOT = [0, 700, 595, 142];

export const PICTURES = {
  accent: { values: ['#0b6b6f', '#7a1f3d', '#33691e'], template: 'modern' },
  text: { values: ['#111111', '#2b2b52', '#4a3526'] },
  muted: { values: ['#595d66', '#7a5c1e', '#3f5f7a'] },
  'fonts.body': { values: ['Source Serif 4', 'Inter', 'EB Garamond'] },
  'fonts.headings': { values: ['Source Serif 4', 'Inter', 'Cormorant SC'] },
  size: { values: [8.5, 10, 11.5] },
  leading: { values: [0.9, 1, 1.25] },
  density: { values: ['tight', 'normal', 'loose'], area: [0, 0, 595, 480] },
  margin: { values: ['12mm', '20mm', '30mm'] },
  'header.align': { values: ['left', 'center', 'split'] },
  'header.color': { values: ['#111111', '#7a1f3d', '#0b6b6f'] },
  'header.show': {
    values: [
      ['label', 'contacts'],
      ['picture', 'label', 'contacts'],
      ['label', 'tagline', 'availability', 'metrics'],
    ],
  },
  'photo.position': { values: ['left', 'right', 'top'] },
  'photo.shape': { values: ['square', 'rounded', 'circle'] },
  'photo.size': { values: ['20mm', '28mm', '36mm'] },
  'headings.style': {
    values: ['rule', 'partial-rule', 'side-rules', 'small-caps', 'spaced-caps', 'box', 'plain'],
    area: [40, 228, 400, 80],
  },
  'headings.align': { values: ['left', 'center'], area: [40, 228, 515, 120] },
  'entries.first': { values: ['position', 'employer'], area: ENTRIES },
  'entries.dates': { values: ['right', 'margin', 'left', 'byline'], area: ENTRIES },
  'entries.places': { values: ['byline', 'dates'], area: ENTRIES },
  'entries.logos': { values: [true, false], area: ENTRIES },
  dates: { values: ['month', 'number', 'year'], area: ENTRIES },
  bullets: { values: ['•', '–', '▪'], area: [40, 310, 400, 110] },
  links: { values: ['plain', 'underline', 'accent'], area: [40, 165, 515, 120] },
  metrics: { values: ['tiles', 'line', 'none'] },
  keywords: { values: ['plain', 'pills', 'line'], area: [40, 330, 400, 160] },
  'contacts.separator': { values: ['dot', 'bar', 'slash', 'space', 'lines'], area: [40, 150, 515, 100] },
  'contacts.icons': { values: [false, true], area: CONTACTS },
  'footer.pages': { values: ['all', 'none'], area: FOOT, pages: 'krish-arora' },
  'footer.text': { values: ['{name}', 'Confidential'], area: FOOT, pages: 'krish-arora' },
  'footer.updated': { values: [true, false], area: FOOT, pages: 'krish-arora' },
  side: {
    values: [['skills', 'languages'], ['skills', 'education'], ['languages']],
    template: 'sidebar',
    area: [0, 0, 595, 480],
  },
  // Changes the order of reading only.
  sideOrder: undefined,
};

import { describe, expect, test } from 'vitest';
import { svgProblem } from '../../src/template/svg.js';

const svg = (content: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** Seven levels, each of which draws the previous level ten times (“billion laughs”). */
const laughs = (draw: (id: string) => string, wrap: (id: string, content: string) => string) =>
  times(7, (level) => wrap(`l${level}`, level === 0 ? '<rect/>' : times(10, () => draw(`l${level - 1}`))));

const TOO_MANY = 'it expands to more than 100000 elements';

describe('svgProblem rejects a picture that expands to too many elements', () => {
  test.each([
    [
      'use',
      `${laughs(
        (id) => `<use href="#${id}"/>`,
        (id, content) => `<g id="${id}">${content}</g>`,
      )}<use href="#l6"/>`,
    ],
    [
      'xlink:href',
      laughs(
        (id) => `<use xlink:href='#${id}'/>`,
        (id, content) => `<g id='${id}'>${content}</g>`,
      ),
    ],
    [
      'symbols',
      laughs(
        (id) => `<use href="#${id}"/>`,
        (id, content) => `<symbol id="${id}">${content}</symbol>`,
      ),
    ],
    [
      'patterns',
      laughs(
        (id) => `<rect fill="url(#${id})"/>`,
        (id, content) => `<pattern id="${id}">${content}</pattern>`,
      ),
    ],
    [
      'masks',
      laughs(
        (id) => `<rect mask="url('#${id}')"/>`,
        (id, content) => `<mask id="${id}">${content}</mask>`,
      ),
    ],
    [
      'clip paths',
      laughs(
        (id) => `<rect style="clip-path: url(#${id})"/>`,
        (id, content) => `<clipPath id="${id}">${content}</clipPath>`,
      ),
    ],
    [
      'classes',
      `<style>${times(7, (level) => `.c${level} { fill: url(#l${level}) }`)}</style>` +
        laughs(
          (id) => `<rect class="${id.replace('l', 'c')}"/>`,
          (id, content) => `<pattern id="${id}">${content}</pattern>`,
        ),
    ],
    [
      'selectors',
      `<style>g > rect { fill: url(#p) }</style><pattern id="p">${times(1000, () => '<rect/>')}</pattern>${times(1000, () => '<rect/>')}`,
    ],
    [
      'inherited patterns',
      `<pattern id="p">${times(1000, () => '<rect/>')}</pattern><g fill="url(#p)">${times(1000, () => '<rect/>')}</g>`,
    ],
    [
      'markers',
      `<marker id="m">${times(100, () => '<rect/>')}</marker><path marker-mid="url(#m)" d="M0 0${times(2000, () => 'L1 1')}"/>`,
    ],
    [
      'filters',
      `<filter id="f">${times(400, () => '<feOffset/>')}</filter>${times(400, () => '<rect filter="url(#f)"/>')}`,
    ],
    [
      'animated references',
      laughs(
        (id) => `<use><set attributeName="href" to="#${id}"/></use>`,
        (id, content) => `<g id="${id}">${content}</g>`,
      ),
    ],
    [
      'character references',
      laughs(
        (id) => `<use href="&#35;&#x6c;${id.slice(1)}"/>`,
        (id, content) => `<g id="${id}">${content}</g>`,
      ),
    ],
    ['elements that contain themselves', '<g/>'.repeat(100_001)],
  ])('through %s', (_, content) => {
    expect(svgProblem(svg(content))).toBe(TOO_MANY);
  });
});

test.each([
  [
    'entities',
    `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "<g/>"><!ENTITY b "&a;&a;">]>${svg('&b;')}`,
    'it declares entities',
  ],
  ['deep nesting', svg('<g>'.repeat(10_000)), 'its elements nest deeper than 500 levels'],
  [
    'an SVG in a data URL',
    svg('<image href=" data:image/svg+xml;base64,PHN2Zz4="/>'),
    'it contains another document as data',
  ],
  [
    'an SVG in a data URL of a style',
    svg('<style>rect { mask: url(DATA:text/xml,x) }</style>'),
    'it contains another document as data',
  ],
  ['a style with escapes', svg('<rect style="fill: url(\\23 p)"/>'), 'it contains another document as data'],
  [
    'an encoding that can hide elements',
    `<?xml version="1.0" encoding="UTF-7"?>${svg('')}`,
    'its encoding is UTF-7: save it in UTF-8',
  ],
])('rejects a picture with %s', (_, text, problem) => {
  expect(svgProblem(text)).toBe(problem);
});

test.each([
  ['a plain drawing', svg('<rect width="1" height="1" fill="#fff"/><path d="M0 0L1 1"/>')],
  ['a document type without entities', `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">${svg('<g/>')}`],
  ['a drawing of 50,000 elements', svg('<g/>'.repeat(50_000))],
  ['groups that use each other', svg('<g id="a"><use href="#a"/><use href="#b"/></g><g id="b"><use href="#a"/></g>')],
  [
    'layers clipped by classes, as in the output of drawing programs',
    svg(
      `<style>${times(40, (index) => `.st${index}{clip-path:url(#c${index});fill:url(#g${index});}`)}</style>` +
        times(
          40,
          (index) =>
            `<clipPath id="c${index}"><use xlink:href="#r"/></clipPath><linearGradient id="g${index}"><stop/></linearGradient>`,
        ) +
        `<rect id="r"/>${times(40, (index) => `<g class="st${index}">${times(50, () => '<path d="M0 0"/>')}</g>`)}`,
    ),
  ],
  [
    'lines with arrowheads',
    svg(`<marker id="m"><path d="M0 0L1 1"/></marker>${times(500, () => '<path marker-end="url(#m)" d="M0 0L9 9"/>')}`),
  ],
  ['an embedded photograph', svg('<image href="data:image/png;base64,AAAA"/>')],
  ['a truncated picture', '<svg><g id="a"><use href="#a'],
])('accepts %s', (_, text) => {
  expect(svgProblem(text)).toBeUndefined();
});

test.each([
  '<',
  '<a ',
  '<!--',
  '<![CDATA[',
  '<!DOCTYPE [',
  '<a b="',
  '&#',
  "<a style='",
  '<g><g/>',
  'data:image/png',
  '<style>/*',
])(
  'scans five megabytes of %s in one pass',
  (piece) => {
    const text = svg(piece.repeat(Math.ceil((5 * 1024 * 1024) / piece.length)));
    expect(() => svgProblem(text)).not.toThrow();
    expect(() => svgProblem(svg(`<style>${piece.repeat(200_000)}`))).not.toThrow();
    expect(() => svgProblem(svg(`<a b="${piece.repeat(200_000)}"/>`))).not.toThrow();
  },
  60_000,
);

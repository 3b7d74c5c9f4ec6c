import { describe, expect, test } from 'vitest';
import { separated, separateFields } from '../../src/print/separators.js';
import { textToHtml } from '../../src/template/html.js';

/** HTML with a mark in place of each painted space. */
const marked = (html: string) =>
  separateFields(html)
    .replaceAll('<x-gap> </x-gap>', '␣')
    .replace(/<style>x-gap.*/s, '');

describe('a painted space', () => {
  test.each([
    ['ends each block', '<h3>Dev</h3><p>Acme</p>', '<h3>Dev␣</h3><p>Acme␣</p>'],
    [
      'is in the innermost element',
      '<p><span><a href="x">Acme</a></span></p>',
      '<p><span><a href="x">Acme␣</a></span></p>',
    ],
    ['comes before white space at the end', '<p>Acme\n </p>', '<p>Acme␣\n </p>'],
    ['separates inline elements', '<p><b>10</b> <i>users</i></p>', '<p><b>10␣</b> <i>users␣</i></p>'],
    ['ends a line', '<p>One<br>Two</p>', '<p>One␣<br>Two␣</p>'],
    ['ends the text before a nested list', '<li>One<ul><li>Two</li></ul></li>', '<li>One␣<ul><li>Two␣</li></ul></li>'],
    ['is not within a sentence', '<p>Led <b>two</b> teams</p>', '<p>Led <b>two</b> teams␣</p>'],
    [
      'is not between words that are kept whole',
      '<p><span class="whole">real-time</span> <span class="whole">CI/CD</span></p>',
      '<p><span class="whole">real-time</span> <span class="whole">CI/CD␣</span></p>',
    ],
    ['is not in an empty block', '<p>One</p><p> </p><p></p>', '<p>One␣</p><p> </p><p></p>'],
    ['ignores signs in attributes', '<p title="a > b">One</p>', '<p title="a > b">One␣</p>'],
    ['ignores comments', '<p>One<!-- <p> --></p>', '<p>One␣<!-- <p> --></p>'],
    [
      'is in no style, script or drawing',
      '<style>p{}</style><svg><text>x</text></svg><p>One</p>',
      '<style>p{}</style><svg><text>x</text></svg><p>One␣</p>',
    ],
    [
      'is not in the head of a document',
      '<!doctype html><head><title>T</title></head><body><p>One</p></body>',
      '<!doctype html><head><title>T</title></head><body><p>One␣</p></body>',
    ],
    ['is after text outside elements', 'One', 'One␣'],
    ['leaves text with a bare sign', '<p>a < b</p>', '<p>a < b␣</p>'],
    ['leaves an unclosed tag', '<p>One</p><p title="', '<p>One␣</p><p title="'],
  ])('%s', (_, html, expected) => expect(marked(html)).toBe(expected));

  test('changes nothing without text', () => expect(separateFields('<div></div>')).toBe('<div></div>'));
});

test('is added to a document and to its parts alike', () => {
  const parts = { lang: 'en', title: '', style: '', root: '', body: '<p>One</p>' };
  const job = separated({ html: `<html><body>${parts.body}</body></html>`, parts, name: 'x', group: 'x' });
  expect(job.parts?.body).toContain('One<x-gap>');
  expect(job.html).toContain(`<body>${job.parts?.body}</body>`);
});

test('is not between words that templates keep whole', () =>
  expect(marked(`<p>${textToHtml('real-time CI/CD')}</p>`)).toBe(
    `<p>${textToHtml('real-time CI/CD').replace(/(<\/span>)$/, '␣$1')}</p>`,
  ));

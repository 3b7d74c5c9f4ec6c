import { expect, test } from 'vitest';
import { found, jobWith, marked } from './support.js';

test.each([
  ['I built a compiler', 'I'],
  ['Before that, I led the team', 'I'],
  ['When I joined, there was no test', 'I'],
  ["I'm the one who built it", 'I'],
  ['Built what I’ve always wanted', 'I'],
  ['Improved my team’s speed', 'my'],
  ['My work halved the costs', 'My'],
  ['Taught myself Rust', 'myself'],
  ['Colleagues came to me for advice', 'me'],
  ['We shipped it in a week', 'We'],
  ['Took what gave us the most', 'us'],
  ['Moved **our** services to the cloud', 'our'],
  ['The design was ours', 'ours'],
])('reports the first person: %s', (bullet, word) => {
  expect(marked('first-person', jobWith([bullet]))).toEqual([word]);
});

test.each([
  'Wrote asynchronous I/O for World War I archives',
  'Led phase I trials, and a Type I survey of class I devices',
  'Studied Charles I of England',
  'Passed part I with distinction',
  'Loops over i and j; sets `my_variable` and `I am code`',
  'Served clients in the US and the U.S., USA, and US-based teams',
  'Cut latency to 5 us and 0.5 us',
  'Deployed to us-east-1 and example.me/us',
  'Administered MySQL and My SQL Workbench, and wrote MyPy plugins',
  'Built the My Account page and the “Contact us” form, and the contact us page',
  'Ran Windows ME, and ME departments',
  'Wrote read.me files and READ ME pages',
  'Quoted in the press: "we love what they built"',
  'See [the talk](https://example.com/my/we/our)',
  'Designed I-beams, AI, and IV pumps; Wii and WE labels',
  'Mined data; a gold mine of outcomes',
])('does not report: %s', (bullet) => {
  expect(marked('first-person', jobWith([bullet]))).toEqual([]);
});

test('checks summaries, taglines and sections, but not references, names or other languages', () => {
  const profile = `basics:
  name: I Am Jane
  label: My Label Is mine
  tagline: I make things
  summary: >-
    Builds compilers. In time,
    we shipped.
references:
  - { name: Joe, reference: I liked our work }
projects:
  - { name: What we did, description: What we did }
sections:
  - { id: a, title: About me, text: my story }
`;
  expect(found('first-person', profile).map(({ where }) => [where.line, where.column])).toEqual([
    [4, 12],
    [7, 5],
    [11, 44],
    [13, 37],
  ]);
  expect(found('first-person', `${profile}meta: { locale: de }\n`)).toEqual([]);
});

test('names every first-person word of a text in one finding', () => {
  expect(found('first-person', jobWith(['I moved our data to my cloud'])).map(({ message }) => message)).toEqual([
    '"I", "our", "my": a first person',
  ]);
});

test('allows any voice in abstracts, references and interests', () => {
  const yaml =
    'basics: { name: Jane }\npublications: [{ name: P, summary: We show that our method works }]\nreferences: [{ name: R, reference: I saw her work }]\ninterests: [{ name: Chess, summary: I play it }]\n';
  expect(found('first-person', yaml)).toEqual([]);
});

import { expect, test } from 'vitest';
import { contentOf, dedent, entriesOf, sectionOf } from './support.js';

const first = (source: string, id: string) => entriesOf(contentOf(source), id)[0];

test('a job has its position as the title and its employer, with a link, as the subtitle', () => {
  expect(
    first(
      'work: [{ name: Acme, position: Engineer, url: acme.example.com, location: Remote, description: Anvils }]\n',
      'work',
    ),
  ).toMatchObject({
    title: 'Engineer',
    subtitle: 'Acme',
    subtitleUrl: 'https://acme.example.com',
    place: 'Remote',
    notes: ['Anvils'],
  });
});

test('a job without a position has the employer as its linked title', () => {
  const job = first('work: [{ name: Acme, url: acme.example.com }]\n', 'work');
  expect(job).toMatchObject({ title: 'Acme', url: 'https://acme.example.com' });
  expect(job).not.toHaveProperty('subtitle');
  expect(job).not.toHaveProperty('subtitleUrl');
});

test.each([
  ['work', 'name: x', '2023 – Present'],
  ['volunteer', 'organization: x', '2023 – Present'],
  ['education', 'institution: x', '2023 – Present'],
  // A project with only a start date may or may not be ongoing.
  ['projects', 'name: x', '2023'],
])('formats a start without an end in %s', (section, name, expected) => {
  expect(first(`${section}: [{ ${name}, startDate: 2023 }]\n`, section)?.dates).toBe(expected);
});

test('formats an open end as ongoing in projects too', () => {
  expect(first('projects: [{ name: x, startDate: 2023-02, endDate: present }]\n', 'projects')?.dates).toBe(
    'Feb 2023 – Present',
  );
});

test('leaves out the dates of a job without dates', () => {
  expect(first('work: [{ name: x }]\n', 'work')).not.toHaveProperty('dates');
});

test('nests engagements in their job', () => {
  const job = first(
    dedent`
      work:
        - name: Freelance
          engagements:
            - name: Client
              position: Consultant
              url: client.example.com
              location: Paris
              startDate: 2023-01
              endDate: 2023-03
              summary: "**Advice.**"
              highlights: [one, { text: two, tags: [a] }]
              keywords: [Rust]
    `,
    'work',
  );
  expect(job?.children).toMatchObject([
    {
      title: 'Client',
      subtitle: 'Consultant',
      url: 'https://client.example.com',
      place: 'Paris',
      dates: 'Jan 2023 – Mar 2023',
      summary: [{ text: { plain: 'Advice.' } }],
      bullets: [[{ text: { plain: 'one' } }], [{ text: { plain: 'two' } }]],
      keywords: ['Rust'],
    },
  ]);
});

test.each([
  ['studyType: B.Tech, area: Computer Science', 'B.Tech, Computer Science'],
  ['studyType: Bachelor of, area: Science', 'Bachelor of Science'],
  ['studyType: Diploma in, area: Design', 'Diploma in Design'],
  ['area: Physics', 'Physics'],
])('formats a degree of { %s } as %s', (fields, expected) => {
  expect(first(`education: [{ institution: College, ${fields} }]\n`, 'education')).toMatchObject({
    title: expected,
    subtitle: 'College',
  });
});

test('includes courses and grades in education entries', () => {
  expect(
    first('education: [{ institution: x, score: CGPA 9.10, courses: [Logic], keywords: [k] }]\n', 'education'),
  ).toMatchObject({
    notes: ['CGPA 9.10'],
    keywords: ['Logic', 'k'],
  });
});

test.each([
  ['awards', 'title: T, awarder: S, date: 2023-04, summary: x'],
  ['certificates', 'name: T, issuer: S, date: 2023-04'],
  ['publications', 'name: T, publisher: S, releaseDate: 2023-04, summary: x'],
])('shows the title, issuer and date of %s', (section, fields) => {
  expect(first(`${section}: [{ ${fields} }]\n`, section)).toMatchObject({
    title: 'T',
    subtitle: 'S',
    dates: 'Apr 2023',
  });
});

test('includes the metrics, status, roles and type of a project', () => {
  const source = dedent`
    projects:
      - name: Store
        entity: Acme
        status: in progress
        roles: [Author, Maintainer]
        type: library
        metrics: [{ value: 10K+, label: users }, { value: fast }, { value: "" }]
        features: [{ label: Log, value: append only }]
        links: [{ label: Code, url: code.example.com }, { label: Nothing, url: "" }]
        eyebrow: No. 1
  `;
  expect(first(source, 'projects')).toMatchObject({
    title: 'Store',
    subtitle: 'Acme',
    status: 'in progress',
    notes: ['Author', 'Maintainer', 'library'],
    metrics: [{ value: '10K+', label: 'users' }, { value: 'fast' }],
    features: [{ label: 'Log', value: 'append only' }],
    links: [{ label: 'Code', url: 'https://code.example.com' }],
    eyebrow: 'No. 1',
  });
});

test('leaves out empty texts', () => {
  const entry = first(
    'work: [{ name: Acme, position: "", location: "", highlights: ["", x], keywords: ["", k] }]\n',
    'work',
  );
  expect(entry).toMatchObject({ title: 'Acme', bullets: [[{ text: { plain: 'x' } }]], keywords: ['k'] });
  expect(entry).not.toHaveProperty('place');
});

test('lists skills, languages and interests as terms with their details', () => {
  const content = contentOf(dedent`
    skills: [{ name: Rust, level: expert, keywords: [tokio, ""] }, { keywords: [SQL] }, { name: "" }]
    languages: [{ language: Hindi, fluency: native }, { language: English }]
    interests: [{ name: Chess, summary: "Plays *slowly*." }]
  `);
  expect(sectionOf(content, 'skills')).toMatchObject({
    kind: 'terms',
    terms: [
      { name: 'Rust', level: 'expert', keywords: ['tokio'] },
      { name: '', keywords: ['SQL'] },
    ],
  });
  expect(sectionOf(content, 'languages')).toMatchObject({
    terms: [{ name: 'Hindi', level: 'native' }, { name: 'English' }],
  });
  expect(sectionOf(content, 'interests')).toMatchObject({
    terms: [{ name: 'Chess', summary: [{ text: { plain: 'Plays slowly.' } }] }],
  });
});

test.each([
  ['education', 'score: 9.10', { notes: ['9.10'] }],
  ['work', 'location: Pune', { place: 'Pune' }],
  ['projects', 'metrics: [{ value: 10K+ }]', { metrics: [{ value: '10K+' }] }],
  ['projects', 'links: [{ label: Code, url: code.example.com }]', { links: [{ label: 'Code' }] }],
  ['projects', 'features: [{ label: a, value: b }]', { features: [{ label: 'a' }] }],
  ['projects', 'images: [{ src: a.png, alt: b }]', { images: [{ src: 'a.png' }] }],
  ['projects', 'status: in progress', { status: 'in progress' }],
])('keeps an entry of %s that has only { %s }', (section, fields, expected) => {
  expect(first(`${section}: [{ ${fields} }]\n`, section)).toMatchObject(expected);
});

test('shows skills and interests as entries if they have more fields than a term can show', () => {
  const content = contentOf(dedent`
    skills:
      - { name: Raft, level: expert, keywords: [C], eyebrow: "01", features: [{ label: Log, value: durable }] }
      - { name: SQL, links: [{ label: Notes, url: notes.example.com }] }
    interests: [{ name: Chess, summary: Slow., images: [{ src: a.png, alt: A board }] }]
  `);
  expect(entriesOf(content, 'skills')).toMatchObject([
    {
      title: 'Raft',
      notes: ['expert'],
      keywords: ['C'],
      eyebrow: '01',
      features: [{ label: 'Log', value: 'durable' }],
    },
    { title: 'SQL', links: [{ label: 'Notes' }] },
  ]);
  expect(entriesOf(content, 'interests')).toMatchObject([
    { title: 'Chess', summary: [{ text: { plain: 'Slow.' } }], images: [{ alt: 'A board' }] },
  ]);
});

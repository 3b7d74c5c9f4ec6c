import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSiteFiles, toIndexPage } from '../../src/site/assets.js';
import { toCall } from '../../src/site/cards.js';
import type { Card, PacketCard, SiteData } from '../../src/site/model.js';
import { openScreen } from '../dev/support.js';
import { sharedFolder } from '../support/paths.js';
import { cardOf, fileAddress, open, PLACES } from './support.js';

const FIRST = ['Wilhelmina', 'Krishnamurthy', 'Jean-Baptiste', 'Siobhán', 'Nguyễn Thị', 'María del Carmen', 'Bob'];
const LAST = [
  'Featherstonehaugh',
  'van der Westhuizen-Oppenheimer',
  'Wolfeschlegelsteinhausenbergerdorff',
  'García Márquez de la Concordia',
  'Thiruvananthapuram',
  'Li',
];
const SKILLS = [
  'TypeScript',
  'Infrastructure as Code (Terraform, Pulumi)',
  'Donaudampfschifffahrtsgesellschaftskapitän',
  'AmazonWebServicesElasticKubernetesService',
  'Elasticsearch/OpenSearch',
  'Go',
  'Machine-learning operations',
];
const PLACES_OF = [
  'Berlin, Germany',
  'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, United Kingdom',
  'Pune',
];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function person(index: number): Card {
  const slug = `person-${index}`;
  const files = ['pdf', 'html', 'json', 'txt', 'md', 'docx'].map((kind) => ({
    path: `${slug}/${slug}.${kind}`,
    kind,
    bytes: 51_000,
    ...(kind === 'pdf' ? { pages: 2 } : {}),
    ...(index % 4 === 0 ? { stale: true as const } : {}),
  }));
  return cardOf({
    slug,
    name: `${at(FIRST, index)} ${at(LAST, index * 5 + (index >> 2))}`,
    label: index % 3 ? 'Engineer' : 'Principal Software Engineer, Distributed Systems and Developer Experience',
    role: index % 5 ? 'Engineer, Acme' : 'Bundesvereinigung der Deutschen Arbeitgeberverbände',
    location: at(PLACES_OF, index),
    availability: index % 6 ? undefined : 'Available from the first of January 2027, remote only',
    months: (index * 17) % 300,
    modified: '2026-11-16',
    skills: Array.from({ length: 5 + (index % 8) }, (_, skill) => at(SKILLS, index + skill)),
    metrics:
      index % 2
        ? []
        : [
            { value: '€ 4,200,000,000', label: 'saved a year' },
            { value: '99.999 %', label: 'availability' },
          ],
    positions: [{ title: 'Engineer', place: 'Bundesvereinigung', dates: 'Jan 2020 – Present' }],
    languages: ['German (native)'],
    versions: [
      { variant: '', files },
      { variant: 'platform-engineering', label: 'Platform engineer for very large installations', files },
    ],
    picture: { path: 'assets/icon.svg', width: 288, height: 407 },
  });
}

const packet: PacketCard = {
  path: 'packets/sixty.pdf',
  title: 'Sixty engineers for the platform organisation of the Bundesvereinigungsverwaltungsgesellschaft',
  candidates: Array.from({ length: 60 }, (_, index) => `person-${index}`),
  pages: 130,
  bytes: 2_800_000,
  isBlind: false,
  isProtected: true,
  isStale: true,
};

let browser: Browser;
let address: string;

beforeAll(async () => {
  const out = await sharedFolder();
  const { shell, assets } = await readSiteFiles(PLACES);
  const data: SiteData = {
    candidates: Array.from({ length: 60 }, (_, index) => person(index)),
    packets: [packet],
    texts: [],
  };
  const files: [string, Uint8Array][] = [
    ...assets,
    ['index.html', toIndexPage(shell, data)],
    ['assets/candidates.js', toCall('cards', data)],
  ];
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), bytes);
  }
  address = fileAddress(out);
  browser = await openScreen();
});
afterAll(() => browser.close());

/**
 * Elements that extend beyond the window or beyond a box that clips them. `line-clamp` is intended, since it shows an
 * ellipsis.
 */
async function sticksOut(width: number, act: string): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width, height: 900 });
    await open(page, address);
    if (act === 'compare' || act === 'packet') {
      for (const box of (await page.$$('.choose input')).slice(0, 3)) await box.evaluate((each) => each.click());
      await page.evaluate((which) => {
        const buttons = [...document.querySelectorAll<HTMLButtonElement>('.chosen .actions button')];
        buttons.find((button) => button.textContent?.toLowerCase().includes(which))?.click();
      }, act);
      await page.waitForSelector(act === 'compare' ? '.compare' : '.builder');
    } else
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.setAttribute('open', '');
      });
    return await page.evaluate(() => {
      const found: string[] = [];
      const edge = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth > edge) found.push(`the page: ${document.documentElement.scrollWidth}`);
      for (const each of document.querySelectorAll<HTMLElement>('body *')) {
        if (each.closest('.scroll, .unseen, .skip, .chosen ul')) continue;
        const box = each.getBoundingClientRect();
        const name = `${each.tagName}.${each.className} ${each.textContent?.slice(0, 40)}`;
        if (box.width > 0 && (box.right > edge + 0.5 || box.left < -0.5)) found.push(`outside: ${name}`);
        const { overflowX, webkitLineClamp } = getComputedStyle(each);
        const isCut = each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
        if (isCut && overflowX !== 'visible' && webkitLineClamp === 'none') found.push(`cut: ${name}`);
      }
      return found;
    });
  } finally {
    await page.close();
  }
}

describe.each([320, 360, 390, 768, 1280])('sixty candidates with long names and skills at %i pixels', (width) => {
  test.each(['list', 'compare', 'packet'])('fit the window without being clipped: %s', async (act) => {
    expect(await sticksOut(width, act)).toEqual([]);
  });
});

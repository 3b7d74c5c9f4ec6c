// Measures an import of many PDFs: how memory grows with their number, the time a page takes, what a second thread
// saves, and the time of a second run, which imports nothing.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { measured } from './folders.mjs';

/** The number of bad files among the good ones. */
const BAD = 10;

export async function intake() {
  const many = Number(process.env.BENCH_INTAKE ?? 1000);
  const few = await inInbox(many / 10, (folder) => importAll(folder));
  return inInbox(many, async (folder) => {
    const all = await importAll(folder);
    const again = await importAll(folder);
    return [
      {
        id: 'intake-memory',
        what: `import of ${many} two-page PDFs: peak memory ÷ that of ${many / 10}`,
        value: (all.mb / few.mb).toFixed(2),
        target: '≤ 1.3',
        note: `${all.mb} MB, ${few.mb} MB`,
      },
      {
        id: 'intake-page',
        what: `import of ${many} two-page PDFs: time a page, milliseconds`,
        value: String(Math.round((all.seconds * 1000) / many / 2)),
      },
      {
        what: `import of ${many} two-page PDFs: processor time ÷ time`,
        value: (all.cpu / all.seconds).toFixed(2),
        note: 'more than 1 if the machine has two idle cores',
      },
      {
        id: 'intake-again',
        what: `second import of ${many} two-page PDFs, none of them new, seconds`,
        value: again.seconds.toFixed(1),
      },
    ];
  });
}

/** Runs work in a folder with an inbox of two-page PDFs of as many made-up people, and some bad files among them. */
async function inInbox(count, work) {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    await mkdir(join(folder, 'inbox'));
    for (let index = 0; index < count; index++)
      await writeFile(join(folder, 'inbox', `${index}.pdf`), await drawResume(index));
    for (let index = 0; index < BAD; index++)
      await writeFile(join(folder, 'inbox', `bad-${index}.pdf`), '%PDF-1.7\nnothing\n');
    return await work(folder, count);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const SYLLABLES = ['ba', 'do', 'ki', 'lu', 'me', 'na', 'po', 'ri', 'sa', 'tu'];

/** A made-up word for a number, so that all people have different names and employers. */
function wordOf(number) {
  const word = [...String(number).padStart(3, '0')].map((digit) => SYLLABLES[digit]).join('');
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

async function drawResume(index) {
  const document = await PDFDocument.create();
  const [plain, bold] = [
    await document.embedFont(StandardFonts.Helvetica),
    await document.embedFont(StandardFonts.HelveticaBold),
  ];
  let [page, y] = [document.addPage([595, 842]), 780];
  const line = (text, size = 10, font = plain, x = 56) => {
    page.drawText(text, { x, y, size, font });
    y -= size * 1.45;
  };
  line(`${wordOf(index)} Example`, 22, bold);
  line(`Berlin, Germany | ${wordOf(index).toLowerCase()}@example.com`);
  for (const title of ['Experience', 'Earlier Experience']) {
    if (title !== 'Experience') [page, y] = [document.addPage([595, 842]), 780];
    line(title, 14, bold);
    for (let job = 0; job < 4; job++) {
      line(`Software Engineer, ${wordOf((index * 7 + job) % 1000)} GmbH`, 11, bold);
      line(`01/${2010 + job} - 12/${2010 + job}`);
      for (let bullet = 0; bullet < 5; bullet++)
        line(`• Reduced the time of build ${index}-${job}-${bullet} by ${bullet + 11} % with a cache of results`);
      y -= 6;
    }
  }
  line('Education', 14, bold);
  line('BSc Computer Science, University of Example', 11, bold);
  line('2006 - 2010');
  return document.save();
}

/** Imports the inbox; returns time, processor time, and peak memory of the process with its threads. */
async function importAll(folder) {
  const run = await measured(folder, ['import', 'inbox'], 1);
  const failed = run.report.files.filter(({ outcome }) => outcome === 'failed').length;
  if (failed !== BAD) throw new Error(`${failed} files failed instead of ${BAD}`);
  return run;
}

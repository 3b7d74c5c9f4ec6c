// The usual Puppeteer script: one browser and one page that prints the HTML files one after another.
import { readFile, writeFile } from 'node:fs/promises';
import { launch } from 'puppeteer';

const [executablePath, out, ...files] = process.argv.slice(2);
const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
const browser = await launch({ executablePath, headless: 'shell', args });
const page = await browser.newPage();
for (const [index, file] of files.entries()) {
  await page.setContent(await readFile(file, 'utf8'), { waitUntil: 'load' });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  await writeFile(`${out}/${index}.pdf`, pdf);
}
await browser.close();

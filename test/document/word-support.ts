import { makeResume } from '../../src/document/resume.js';
import type { Profile } from '../../src/profile/schema.js';
import type { Pictures } from '../../src/template/view.js';
import { profileOf } from '../profile/support.js';
import { openPrinter, openServices } from '../support/services.js';
import { readWord, type WordFile } from '../support/word.js';

/** No browser is started, since a Word file needs none. */
const services = openServices(openPrinter(1));

/** The Word file of a profile, as bytes and as parsed. */
export async function makeWord(profile: Profile, pictures: Pictures = new Map()) {
  const { artifacts, warnings } = await makeResume({ slug: 'jane', profile, pictures, formats: ['docx'] }, services);
  const [artifact] = artifacts;
  if (!artifact) throw new Error('no file was made');
  return { bytes: artifact.bytes, warnings, word: await readWord(artifact.bytes) };
}

export const wordOf = async (source: string) => (await makeWord(profileOf(source))).word;
export const bare = (text: string) => text.replace(/[\u200E\u200F]/g, '').replace(/\s+/g, ' ');
export const textOf = ({ paragraphs }: WordFile) => bare(paragraphs.map(({ text }) => text).join('\n'));
export const textsIn = ({ paragraphs }: WordFile, style: string) =>
  paragraphs.filter((paragraph) => paragraph.style === style).map(({ text }) => text);

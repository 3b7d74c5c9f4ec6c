import { namesDegree } from '../../packet/education.js';

/** Names of degrees at the start of a text, up to their subject. */
const LONG =
  /^(?:(?:Bachelor|Master|Doctor|Associate|Licenciatura|Máster|Maestría|Grado|Licence|Laurea|Bacharelado|Mestrado|Doutorado)(?:['’]?s)?(?: degree)?(?: (?:of|en|em|in|di|de) (?!Computer|Information Tech)\p{Lu}[\p{L}]{1,30}(?: (?:and|&|of) \p{Lu}\p{L}{1,30})?(?: Administration)?)?|(?:Executive )?MBA|M\.B\.A\.?|High School Diploma|Diplôme(?: d['’]\p{L}{2,20})?|Diploma|Diplom(?:-\p{L}{1,20})?|Abitur|Baccalauréat|A[- ]Levels?|Certificate|Minor)/iu;

const SHORT =
  /^(?:(?:B|M)\.? ?(?:Sc|S|A|E|Eng|Tech|Ed|Com|Arch|F\.?A|M|Phil|C\.?A|B\.?A)\.?|B\.? ?S\. ?E\.?|Ph\.? ?D\.?|D\.? ?Phil\.?|LL\.? ?[BM]\.?|J\.? ?D\.?|M\.? ?D\.?|A\.? ?[AS]\.?)(?: ?\((?:Hons?\.?|Honou?rs)\))?(?=[\s,:/&(–—-]|$)/u;

/** Levels of schools, which are named as degrees are. */
const LEVEL =
  /^(?:(?:senior |higher |upper )?secondary(?: school| education| certificate)?|high school|class (?:x|xii|10|12)|1[02]th(?: standard| grade| class)?|intermediate|matriculation|hsc|ssc|cbse|gcses?|matura|maturità)\b.{0,30}$/i;

/** Abbreviated degrees in Hindi. */
const INDIAN = /^(?:बी|एम)\.? ?(?:टेक|एससी|ए|कॉम|ई|बीए|फ़िल)\.?(?=[\s,(]|$)/u;

/** A degree, and its subject. */
export interface Degree {
  studyType: string;
  area: string;
}

/** Reads a degree and its subject: `B.S. in Physics`, `Master of Arts, History`; undefined if a text begins with neither. */
export function readDegree(text: string): Degree | undefined {
  const [indian] = INDIAN.exec(text) ?? [];
  if (indian !== undefined) return { studyType: indian, area: text.slice(indian.length).replace(/^[\s,.]{1,4}/, '') };
  if (LEVEL.test(text)) return { studyType: text, area: '' };
  const [studyType] = SHORT.exec(text) ?? LONG.exec(text) ?? [];
  if (studyType === undefined) return namesDegree(text) ? divided(text) : undefined;
  const rest = text.slice(studyType.length);
  const subject = /^ ?(?:degree )?(?:(?:in|en|em|of)(?= |$)|:|：|,|،|、|，|–|—|-|\||\() ?/iu.exec(rest);
  // `Bachelor Thesis` is no degree with a subject.
  const area = subject ? rest.slice(subject[0].length) : rest.trim();
  return { studyType: studyType.trim(), area: cleanArea(area) };
}

function divided(text: string): Degree {
  const found = /^(.{2,60}?)(?: in |, |، |、|，|: |：| – | — )(.{2,120})$/u.exec(text);
  return found ? { studyType: found[1] ?? '', area: cleanArea(found[2] ?? '') } : { studyType: text, area: '' };
}

function cleanArea(text: string): string {
  const area = text.trim().replace(/^major(?:s|ed)?(?: in|:)? /i, '');
  return /^[^(]*\)$/.test(area) ? area.slice(0, -1) : area;
}

import { describe, expect, test } from 'vitest';
import { paperFor } from '../../src/template/page.js';
import { profileOf, read } from './support.js';

const TEXTS: Readonly<Record<string, string>> = {
  de: 'Ich bin Entwicklerin und arbeite seit acht Jahren an Zahlungssystemen. Ich habe das Hauptbuch auf eine neue Datenbank umgestellt, den Betrieb automatisiert und vier Kolleginnen eingearbeitet. Verantwortlich war ich für die Abrechnung von vierzig Händlern mit Kubernetes, Terraform und PostgreSQL. Vorher habe ich Werkzeuge für Prüfer gebaut.',
  nl: "Ik ben ontwikkelaar en werk sinds acht jaar aan betaalsystemen. Ik heb het grootboek naar een nieuwe database verhuisd, het beheer geautomatiseerd en vier collega's ingewerkt. Ik was verantwoordelijk voor de afrekening van veertig winkels met Kubernetes en Terraform. Daarvoor bouwde ik gereedschap voor accountants.",
  pt: 'Sou desenvolvedora e trabalho há oito anos com sistemas de pagamento. Migrei o livro razão para um novo banco de dados, automatizei a operação e treinei quatro colegas. Fui responsável pela liquidação de quarenta lojas com Kubernetes e Terraform. Antes disso, construí ferramentas para auditores em uma empresa pequena.',
  es: 'Soy desarrolladora y trabajo desde hace ocho años en sistemas de pago. Migré el libro mayor a una nueva base de datos, automaticé la operación y formé a cuatro colegas. Fui responsable de la liquidación de cuarenta tiendas con Kubernetes y Terraform. Antes construí herramientas para auditores en una empresa pequeña.',
  fr: 'Je suis développeuse et je travaille depuis huit ans sur des systèmes de paiement. J’ai migré le grand livre vers une nouvelle base de données, automatisé l’exploitation et formé quatre collègues. J’étais responsable du règlement de quarante magasins avec Kubernetes. Avant cela, j’ai construit des outils pour les auditeurs.',
  it: 'Sono una sviluppatrice e lavoro da otto anni su sistemi di pagamento. Ho migrato il libro mastro a un nuovo database, automatizzato la gestione e formato quattro colleghi. Ero responsabile del regolamento di quaranta negozi con Kubernetes e Terraform. Prima ho costruito strumenti per i revisori in una piccola azienda.',
  ru: 'Я разработчица и восемь лет работаю над платёжными системами. Я перенесла главную книгу в новую базу данных, автоматизировала эксплуатацию и обучила четырёх коллег. Я отвечала за расчёты сорока магазинов с помощью Kubernetes и Terraform. До этого я создавала инструменты для аудиторов в небольшой компании на севере.',
};

const repeated = (text: string) => text.repeat(Math.ceil(320 / text.length));
const OTHERS: Readonly<Record<string, string>> = {
  ar: 'أنا مطورة وأعمل منذ ثماني سنوات على أنظمة الدفع. نقلت دفتر الأستاذ إلى قاعدة بيانات جديدة ودربت أربعة زملاء. كنت مسؤولة عن تسوية حسابات أربعين متجرا في ثلاث دول، وكتبت أدوات يستخدمها المدققون كل يوم. قبل ذلك عملت في شركة صغيرة تصنع برامج للمستشفيات، حيث تعلمت كيف أكتب اختبارات جيدة وكيف أشرح القرارات التقنية لمن لا يعرف البرمجة.',
  he: repeated('אני מפתחת ועובדת כבר שמונה שנים על מערכות תשלומים. העברתי את ספר החשבונות למסד נתונים חדש. '),
  hi: 'मैं एक डेवलपर हूँ और आठ वर्षों से भुगतान प्रणालियों पर काम कर रही हूँ। मैंने बही को एक नए डेटाबेस में स्थानांतरित किया और चार सहकर्मियों को प्रशिक्षित किया। मैं चालीस दुकानों के निपटान के लिए जिम्मेदार थी। इससे पहले मैंने एक छोटी कंपनी में अस्पतालों के लिए सॉफ्टवेयर बनाया, जहाँ मैंने अच्छे परीक्षण लिखना और तकनीकी निर्णय समझाना सीखा।',
  ja: repeated('私は開発者で、八年間決済システムに取り組んでいます。元帳を新しいデータベースに移行しました。'),
  ko: repeated('저는 개발자이며 팔 년 동안 결제 시스템을 개발해 왔습니다. 원장을 새로운 데이터베이스로 이전했습니다. '),
  'zh-Hans': repeated('我是一名开发人员，八年来一直从事支付系统的工作。我将总账迁移到了新的数据库，并培训了四个同事。'),
  'zh-Hant': repeated('我是一名開發人員，八年來一直從事支付系統的工作。我將總帳遷移到了新的資料庫，並培訓了四個同事。'),
};

const profileWith = (summary: string, more = '') =>
  `basics: { name: Jo, summary: ${JSON.stringify(summary)} }\n${more}`;

describe('a profile without meta.locale', () => {
  test.each(Object.entries({ ...TEXTS, ...OTHERS }))(
    'with text in %s gets that locale, with a warning',
    (tag, text) => {
      const { value, warnings } = read(profileWith(text));
      expect(value.meta?.locale).toBe(tag);
      expect(warnings).toMatchObject([
        { hint: `write meta.locale: ${tag}, or meta.locale: en for English`, where: { line: 1 } },
      ]);
    },
  );

  test.each(Object.keys({ ...TEXTS, ...OTHERS }))('with text in %s keeps its paper size', (tag) => {
    expect(paperFor(undefined, tag, { paper: 'a4' })).toBe(paperFor(undefined, undefined, { paper: 'a4' }));
  });

  test.each([
    ['less than 300 characters', (TEXTS.de ?? '').slice(0, 290)],
    ['English', 'Developer who has worked on payment systems for eight years. '.repeat(6)],
    ['terse English', 'Built REST APIs in Rust (Axum, Tokio). Cut p99 latency 80 ms → 9 ms. Led migration. '.repeat(5)],
    [
      'an undetectable language',
      'Sunt dezvoltatoare și lucrez de opt ani la sisteme de plată. Am migrat registrul. '.repeat(5),
    ],
    ['two languages', `${TEXTS.es} ${TEXTS.pt}`],
  ])('with %s has no detected language', (_, text) => {
    const { value, warnings } = read(profileWith(text));
    expect([value.meta?.locale, warnings]).toEqual([undefined, []]);
  });

  test('is also detected by its bullets, but not by keywords or letters', () => {
    const bullets = `work: [{ name: X, highlights: [${JSON.stringify(TEXTS.de)}] }]\n`;
    expect(profileOf(`basics: { name: Jo }\n${bullets}`).meta?.locale).toBe('de');
    expect(profileOf(`skills: [{ name: X, keywords: [${JSON.stringify(TEXTS.de)}] }]\n`).meta?.locale).toBeUndefined();
    expect(
      profileOf(profileWith('Hi', `letters: { a: { body: ${JSON.stringify(TEXTS.de)} } }\n`)).meta?.locale,
    ).toBeUndefined();
  });
});

test('does not override an explicit language', () => {
  const { value, warnings } = read(profileWith(TEXTS.de ?? '', 'meta: { locale: en }\n'));
  expect([value.meta?.locale, warnings]).toEqual(['en', []]);
});

test.each(['language: de', 'lang: de_AT', 'locale: de'])('reads %s at the root as the language', (line) => {
  const { value, warnings } = read(`basics: { name: Jo }\n${line}\n`);
  expect(value.meta?.locale).toBe(line.endsWith('AT') ? 'de-AT' : 'de');
  expect(warnings).toMatchObject([{ hint: 'write it as meta.locale', where: { line: 2, column: 1 } }]);
});

test('ignores a language at the root if meta.locale is set or the value is not a language', () => {
  const both = read('basics: { name: Jo }\nlanguage: de\nmeta: { locale: fr }\n');
  expect([both.value.meta?.locale, both.warnings.length]).toEqual(['fr', 1]);
  const none = read('basics: { name: Jo }\nlanguage: the one of poets\n');
  expect(none.warnings).toMatchObject([{ message: 'unknown key "language": it is not used' }]);
});

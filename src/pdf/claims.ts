import { isOnPdf2, type Standard } from './standards.js';

/** A standard that the metadata of a file claim. PDF/A-4 is PDF/A-4f without attachments. */
export type Claim = Standard | ArchiveClaim;

type ArchiveClaim = 'a-3a' | 'a-4' | 'a-4f';

const UA_CLAIMS = {
  'ua-1': '<pdfuaid:part>1</pdfuaid:part>',
  'ua-2': '<pdfuaid:part>2</pdfuaid:part>\n<pdfuaid:rev>2024</pdfuaid:rev>',
} as const;

/**
 * The claims of PDF/A, each in a description of its own. PDF/A-3 does not know the property that claims PDF/UA-1, so an
 * extension schema describes it (ISO 19005-3, 6.6.2.3).
 */
const ARCHIVE_CLAIMS: Readonly<Record<ArchiveClaim, string>> = {
  'a-4': claimOfPart4(''),
  'a-4f': claimOfPart4('<pdfaid:conformance>F</pdfaid:conformance>\n'),
  'a-3a': `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`,
};

function claimOfPart4(conformance: string): string {
  return `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>4</pdfaid:part>
<pdfaid:rev>2020</pdfaid:rev>
${conformance}</rdf:Description>
`;
}

/** The texts that claim a standard in XMP: a property of the document, and a description of its own. */
export function claimTexts(claim: Claim): { ua: string | undefined; archive: string } {
  const isNewer = claim === 'a-4' || isOnPdf2(claim);
  return {
    ua: claim === 'none' ? undefined : UA_CLAIMS[isNewer ? 'ua-2' : 'ua-1'],
    archive: ARCHIVE_CLAIMS[claim as ArchiveClaim] ?? '',
  };
}

/** The standard that an XMP packet claims, as Dossier writes it. */
export function claimIn(packet: string): Claim {
  const archive = Object.entries(ARCHIVE_CLAIMS).find(([, text]) => packet.includes(text));
  if (archive) return archive[0] as ArchiveClaim;
  return (['ua-1', 'ua-2'] as const).find((claim) => packet.includes(UA_CLAIMS[claim])) ?? 'none';
}

/** An XMP packet without its claim of PDF/A. */
export function withoutArchive(packet: string): string {
  return Object.values(ARCHIVE_CLAIMS).reduce((left, claim) => left.replace(claim, ''), packet);
}

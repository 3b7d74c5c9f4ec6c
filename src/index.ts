export { applyFixes, type Checked, checkProfile, toFinding } from './check/check.js';
export type { Finding } from './check/finding.js';
export { isRuleName, RULE_NAMES, type RuleName } from './check/finding.js';
export { type Job, readJob } from './check/job.js';
export { type JobMatch, matchJob } from './check/job-match.js';
export { lineCounter } from './check/lines.js';
export { type LineCount, type LintContext, readSubject } from './check/lint-context.js';
export { toSarif, type Unchecked } from './check/sarif.js';
export { toContent } from './content/content.js';
export type { Content } from './content/model.js';
export { FORMATS, type Format } from './document/formats.js';
export type { Services } from './document/model.js';
export { makeResume } from './document/resume.js';
export {
  CODES,
  type Code,
  DossierError,
  formatError,
  formatProblem,
  type Problem,
  type Where,
} from './errors.js';
export { toJsonResume } from './formats/jsonresume.js';
export { toMarkdown } from './formats/markdown.js';
export { toText } from './formats/text.js';
export { type Imported, importDocument, importPdf } from './import/import.js';
export { bindPacket, type Candidate } from './packet/bind.js';
export { type Packet, packetJsonSchema, readPacket } from './packet/schema.js';
export { extractFiles } from './pdf/attach.js';
export { finishPdf, openPrint } from './pdf/finish.js';
export { type Part, PdfBinder, type Placed } from './pdf/merge/merge.js';
export { Stamper } from './pdf/merge/stamp.js';
export { checkUa } from './pdf/ua/check.js';
export { Output } from './pipeline/output.js';
export { type Identity, type Plan, planRun } from './pipeline/plan.js';
export type { BuildReport, Progress } from './pipeline/report.js';
export type { BuildRequest } from './pipeline/request.js';
export { build } from './pipeline/run.js';
export { findBrowser } from './print/find.js';
export { launchBrowser } from './print/launch.js';
export { Printer } from './print/printer.js';
export { tailor } from './profile/documents.js';
export { readProfile } from './profile/read.js';
export { type Profile, profileJsonSchema } from './profile/schema.js';
export { FontLibrary } from './template/fonts.js';
export { TemplateStore } from './template/store.js';

export {
  type BoundPacketFile,
  bindPacket,
  type PacketAttachment,
  type PacketCandidate,
  type PacketDetails,
  type PacketOptions,
  type PdfCandidate,
  type ProfileCandidate,
} from './api/bind-packet.js';
export type { BrandSource } from './api/brand.js';
export {
  type CheckedProfile,
  type CheckOptions,
  checkProfile,
  type ImportOptions,
  importResume,
  type RenderedFile,
  type RenderedProfile,
  type RenderOptions,
  renderProfile,
} from './api/profile.js';
export type { FileSource, ProfileObject, ProfileSource } from './api/renderer.js';
export { createRenderer, type Renderer, type RendererOptions } from './api/renderer.js';
export { type Finding, RULE_NAMES, type RuleName } from './check/finding.js';
export type { JobMatch } from './check/job-match.js';
export { FORMATS, type Format } from './document/formats.js';
export type { DocumentOptions } from './document/options.js';
export {
  CODES,
  type Code,
  DossierError,
  type DossierErrorOptions,
  formatError,
  formatProblem,
  type Problem,
  type Where,
} from './errors.js';
export type { Imported, LeftOut, PlacedValue } from './import/imported.js';
export type { Person } from './import/person.js';
export type { ReadPage, ReadText, ReadValue } from './import/read-value.js';
export { packetJsonSchema } from './packet/schema.js';
export type { Standard } from './pdf/standards.js';
export type { Design, Look } from './profile/design.js';
export { profileJsonSchema } from './profile/schema.js';
export { projectJsonSchema } from './project/project.js';

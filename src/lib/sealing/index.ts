export { parsePlan, placementsOf, type PlanSeal } from './plan';
export { sealDocument, type SealDocumentRequest, type SealedDocument } from './seal-document';

export type { Change, DocumentVerdict, ProblemCode, SignatureReport, VerifyReport } from './report';
export { verifyPdf, type VerifyProgress } from './verify';

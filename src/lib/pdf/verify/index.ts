export { pictureAt, type PagePicture } from './picture-at';
export type {
  Change,
  CoveredBy,
  DocumentVerdict,
  ProblemCode,
  RevisionReport,
  SealReport,
  SignatureLevel,
  SignatureReport,
  TimestampReport,
  VerifyReport,
} from './report';
export { verifyPdf, type VerifyProgress } from './verify';

export { SealError, type SealErrorCode } from './error';
export { inspectPdf, type DocumentSummary } from './inspect';
export {
  sealPdf,
  signPdf,
  type SealedPdf,
  type SealingSigner,
  type SealProgress,
  type SealRequest,
} from './seal';

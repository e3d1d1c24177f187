export type { PdfDocument } from './document';
export { PdfSyntaxError, type PdfSyntaxErrorCode } from './error';
export { PdfDict, PdfName, PdfRaw, PdfRef, PdfStream, PdfString, type PdfObject, type Rect } from './objects';
export { openPdf } from './open';
export { isPageNode, type PageInfo } from './pages';
export { ObjectParser } from './parser';
export type { ByteSource } from './source';
export { IncrementalWriter } from './writer';

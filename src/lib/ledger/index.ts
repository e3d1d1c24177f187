/** Signed records, who may write which, and the state that they add up to. */
export { authorOf } from './author';
export { decodeBase64url, encodeBase64url, is32Bytes } from './base64url';
export { Chain } from './chain';
export type { Checkpoint } from './checkpoint';
export { LedgerError, type LedgerErrorCode } from './error';
export { Fold } from './fold';
export { defineLedger, type RecordContext, type RecordKind } from './kinds';
export { parsePublicJwk, thumbprint } from './public-key';
export { memoryRecordStore } from './memory-record-store';
export { LedgerReader } from './reader';
export { parseRecord, type ParsedRecord } from './record';
export {
  isAsGood,
  parseStoredRecord,
  signatureHeld,
  toAdd,
  type RecordStore,
  type StoredRecord,
} from './record-store';
export type { Author, AuthorId, ChainHead, OrderedRecord, Outcome, RecordId } from './types';

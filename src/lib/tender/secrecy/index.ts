/** What keeps bids secret until a tender is opened: a key that a committee shares, and encrypted files. */
export { SecrecyError, type SecrecyErrorCode } from './error';
export { decryptFile, encryptFile, newFileKey, type FileOptions } from './file';
export { combineShares, makeOpeningKey, openShare, type Opener, type OpeningKey } from './opening-key';
export {
  openFileKeys,
  readStatement,
  sealEnvelope,
  sealFileKeys,
  type BidBody,
  type EnvelopeProblem,
} from './envelope';
export { openAll, type EnvelopeOutcome, type OpenOptions, type ReceivedEnvelope } from './open-all';

export { createDigest, sha256, type DigestName, type StreamingDigest } from './digest';
export { KeyError, type KeyErrorCode } from './error';
export { generateSigningKey, signBytes, type SigningAlgorithm } from './signing';

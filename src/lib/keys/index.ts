export { MAX_ATTEMPTS } from './attempts';
export { bufferSource, bytesEqual, concatBytes, jsonIn, randomBytes, utf8 } from './bytes';
export { blobChunks } from './blob-chunks';
export { digestOfBlob } from './blob-digest';
export { createDigest, sha256, type DigestName, type StreamingDigest } from './digest';
export { KeyError, type KeyErrorCode } from './error';
export { evaluatePasskey, passkeysWork, registerPasskey } from './passkey';
export { checkPin, PIN_RULES, type PinWeakness } from './pin';
export { generateSigningKey, signBytes, type SigningAlgorithm } from './signing';
export { memoryKeyStorage, type KeyRecords, type KeyStorage } from './storage';
export { stretchPin, type PinKdf, type PinStretcher } from './stretch';
export type { KeyRecord, VaultRecord } from './records';
export { UnlockedVault, type IdleTimer } from './unlocked';
export {
  Vaults,
  type AskPasskey,
  type PasskeyAnswer,
  type PasskeyInfo,
  type PasskeyRequest,
  type VaultOptions,
  type VaultStatus,
} from './vaults';

/** Who can seal on this device, with which seals, and whom it trusts. */
export { certificatesIn } from './certificate-file';
export { parseCompanyName, type NameProblem } from './company-name';
export { CertificateError, type CertificateErrorCode } from './error';
export { expiryOf } from './expiry';
export { Identities } from './identities';
export { signerOf, type DamagedIdentity, type Identity } from './identity';
export { Seals, type SavedSeal, type SealToSave } from './seals';
export type { IdentityStorage, RootStorage, SealStorage } from './storage';
export { issueTrial, type TrialProgress } from './trial';
export { TrustedRoots, type AddedRoot, type TrustedRoot } from './trusted-roots';

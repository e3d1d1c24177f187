export * as asn1 from './asn1';
export { authorityOf } from './authority';
export { validateChain, type ChainResult } from './chain';
export type { ChainProblem } from './chain-problem';
export {
  buildSignedData,
  signedAttributesOf,
  signedDataSizeBound,
  type SignedDataCertificates,
} from './cms-build';
export { parseSignedData, type CmsAttribute, type ParsedSignedData, type ParsedSigner } from './cms-parse';
export type { CmsProblem } from './cms-problem';
export { verifySignerInfo, type SignedContent, type SignerVerdict } from './cms-verify';
export { isCreditCode, isTrialCreditCode, trialCreditCode } from './credit-code';
export { issueCrl, type Revocation, type RevocationReason } from './crl';
export { certificateFingerprint, describeCertificate, type CertificateInfo } from './describe';
export { PkiError, type PkiErrorCode } from './error';
export { issueCompany, issueForItself, issueIntermediate, issueRoot } from './issue';
export type { Issuer } from './issuer';
export { TRIAL_UNIT, type CompanySubject } from './name';
export type { Purpose } from './purpose';
export type { IssuerRegister } from './register';
export { revocationInfoOf } from './revocation-info';
export { createRequest, parseRequest, parseRequestNow, type RequestContents } from './request';
export { verifyRsaSignature } from './rsa-digest';
export {
  isIssuedByNow,
  isStandardSignature,
  publicKeyOf,
  readCrlNow,
  verifyNow,
  type CrlContents,
} from './signature-now';
export { standardSignature, type Signer } from './signer';
export type { SigningCertificateAttribute } from './signing-certificate';
export { verifyTimestamp, type TimestampProblem } from './timestamp';
export { wholeYears } from './validity';

/** A platform: who has founded it, who its staff are, what they may do and read. */
export { detailFields, platformDetails, PROVINCES } from './details';
export { fields, holdsPersonalNumber, MAX_SEALED_BYTES } from './fields';
export { foundPlatform, type FirstSteps } from './found-platform';
export { readInvitationLink, type InvitationLink } from './invitation-link';
export { platformKinds } from './kinds';
export type { Messaging } from './messaging';
export {
  CodeError,
  memoryCodeStorage,
  OneTimeCodes,
  type CodeErrorCode,
  type CodeStorage,
  type SentCode,
} from './one-time-codes';
export { checkProof, proofOfWork, REGISTRATION_BITS, type WorkProgress } from './proof-of-work';
export { openSealed, recipientOf, sealFor } from './sealed';
export { SealedError, type SealedErrorCode } from './sealed-error';
export { certifyIssuer, changePlatform, invite, join, removeStaff, uninvite, type Desk } from './staff';
export { StaffError, type StaffErrorCode } from './staff-error';
export { authoritySigner, privateKeyIn, staffAuthor, staffSigner } from './staff-keys';
export {
  CERTIFICATE_YEARS,
  emptyPlatform,
  hasRole,
  recipientsOf,
  ROLES,
  type BankAccount,
  type Category,
  type CertificateYears,
  type Fees,
  type Invitation,
  type Platform,
  type PlatformDetails,
  type PlatformSlice,
  type Role,
  type StaffMember,
  type Support,
} from './state';
export type { RecordWriter } from './writer';

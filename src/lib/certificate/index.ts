/**
 * Who can seal on this device, with which seals, and whom it trusts; and a platform's certificates, from the real names
 * of those who apply to revocation.
 */
export { Applications, type Application } from './application';
export {
  answerLogin,
  challengeToLogIn,
  dismissDevice,
  logInByAnswer,
  loginAccounts,
  type LoginAccount,
} from './log-in';
export { answerChallenge, bind, challengeToBind, readQuestion, type Question } from './bind';
export { certificatesIn } from './certificate-file';
export type { NameProblem } from '../seal';
export { parseCompanyName } from './company-name';
export type { CertificateDesk } from './desk';
export { DOCUMENT_RULES, readDocument, type DocumentProblem, type DocumentType } from './document-file';
export { EnrolmentError, type EnrolmentErrorCode } from './enrolment-error';
export { CertificateError, type CertificateErrorCode } from './error';
export { expiryOf } from './expiry';
export { Identities } from './identities';
export { signerOf, type DamagedIdentity, type Identity, type PlatformIdentity } from './identity';
export { maskedIdentityNumber, readIdentityNumber, type IdentityNumberProblem } from './identity-number';
export { confirmInstall, install, prepareInstall, type Installable } from './install';
export { endOfTerm } from './renewal-term';
export { issueCertificate, openSealWishes, type SealToSign } from './issue';
export { certificateKinds } from './kinds';
export type { CertificateState, Decision } from './kinds/pieces';
export { enterprisesOf, isMember, newestRequest, verifiedEnterprise, verifiedPerson } from './membership';
export { payOrder, placeOrder, reviewOrder, withdrawOrder } from './orders';
export { openDocument, openEnterprise, openMember, openNote, openPerson } from './private-parts';
export { queuesOf, type OperatorQueues } from './queues';
export {
  removeMember,
  requestEnterprise,
  requestMembership,
  requestPerson,
  reviewRealName,
} from './real-name';
export { registersOf } from './registers';
export { crlDue, publishCrl, revokeCertificate, type CompanyRevocationReason } from './revocation';
export { readSealWishes, writeSealWishes, type SealWish } from './seal-wishes';
export { Seals, type SavedSeal, type SealToSave } from './seals';
export { certificatesOf, isOpen, ordersOf, standingOf, type CertificateStanding } from './standing';
export {
  emptyCertificates,
  type CertificateSlice,
  type Enterprise,
  type MemberRequest,
  type Order,
  type OrderState,
  type OrderStep,
  type PersonRequest,
  type PlatformCertificate,
  type Review,
} from './state';
export type { ApplicationStorage, IdentityStorage, RootStorage, SealStorage } from './storage';
export { daysLeft, isRenewalDue, RENEWAL_DAYS, todosOf, type Todo } from './todo';
export { issueTrial, type TrialProgress } from './trial';
export { TrustedRoots, type AddedRoot, type TrustedRoot } from './trusted-roots';
export { checkUse, useRefusal, type UseRefusal } from './use';

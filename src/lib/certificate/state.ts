import type { AuthorId, RecordId } from '../ledger';
import type { CompanySubject, RevocationReason } from '../pki';
import type { CertificateYears } from '../platform';
import type { BlobId } from '../sync';

/** What became of something that was asked for. Instants are ms since the epoch, by the platform's clock. */
export type Review =
  | { state: 'pending' }
  | { state: 'approved'; by: AuthorId; at: number }
  | { state: 'rejected'; by: AuthorId; at: number; reason: string };

/**
 * A person's real-name request, the newest one: of those before it, which were rejected, only the reasons are kept.
 * A person is the key of their phone: another phone is another person.
 */
export interface PersonRequest {
  id: RecordId;
  person: AuthorId;
  /** whom things for this person are sealed to, `age1…` */
  recipient: string;
  /** base64url, sealed to the CA operators: see `openPerson` */
  sealed: string;
  /** sealed to the CA operators */
  files: { front: BlobId; back: BlobId; selfie: BlobId };
  at: number;
  review: Review;
  /** 1, 2, 3 …: how often the person has asked */
  attempt: number;
  /** why the requests before it were rejected, newest first; the last few */
  rejections: string[];
}

/** A company's real-name request; once approved, the company itself. Whoever asked is its first member. */
export interface Enterprise {
  id: RecordId;
  by: AuthorId;
  companyName: string;
  /** unified social credit code; of those that are approved each has its own */
  creditCode: string;
  sealed: string;
  /** business licence and letter of authority, sealed to the CA operators */
  files: { licence: BlobId; authority: BlobId };
  at: number;
  review: Review;
}

/** A person asks to act for a company; its first member decides, or an operator who has seen a letter of authority. */
export interface MemberRequest {
  id: RecordId;
  enterprise: RecordId;
  person: AuthorId;
  /** sealed to the first member and the CA operators: who asks */
  sealed: string;
  /** letter of authority, sealed to the CA operators */
  authority?: BlobId;
  at: number;
  review: Review;
}

export type OrderState =
  /** Nothing paid yet. */
  | { name: 'placed' }
  /** A voucher waits for the operators. */
  | { name: 'paid'; voucher: RecordId }
  | { name: 'rejected'; voucher: RecordId; reason: string }
  /** Waits for the certificate. */
  | { name: 'approved'; voucher: RecordId }
  | { name: 'issued' | 'installed'; serial: string }
  | { name: 'withdrawn' };

/** A step of an order, for its history. */
export interface OrderStep {
  record: RecordId;
  step: 'placed' | 'paid' | 'approved' | 'rejected' | 'issued' | 'installed' | 'withdrawn';
  by: AuthorId;
  at: number;
  /** of a rejection, and of an order that ended because its person was taken off the company */
  reason?: string;
  /** of a payment: the voucher, sealed to the CA operators */
  voucher?: BlobId;
  /** of a payment: what the payer adds, sealed to the CA operators, base64url */
  sealed?: string;
}

export interface Order {
  id: RecordId;
  /** who placed it, and on whose device the key is */
  person: AuthorId;
  enterprise: RecordId;
  years: CertificateYears;
  /** fen: the fee in force when it was placed */
  amount: number;
  /** PKCS#10, DER */
  request: Uint8Array;
  /** of the request */
  subject: CompanySubject;
  /** SubjectPublicKeyInfo of the request, DER */
  spki: Uint8Array;
  /** designs of seals to be signed, sealed to the CA operators */
  seals?: BlobId;
  /** serial number of the certificate that this one renews */
  replaces?: string;
  at: number;
  state: OrderState;
  /** oldest first */
  history: OrderStep[];
}

/** A signed seal that came with a certificate. */
interface IssuedSeal {
  /** of its ciphertext, which is sealed to the person */
  blob: BlobId;
  /** SHA-256 of the signed seal, base64url: how anyone who sees the seal knows that it was issued */
  digest: string;
}

/** A certificate that the platform has issued. */
export interface PlatformCertificate {
  /** hexadecimal */
  serial: string;
  order: RecordId;
  enterprise: RecordId;
  person: AuthorId;
  /** DER */
  certificate: Uint8Array;
  /** DER of the issuing CA's certificate */
  issuer: Uint8Array;
  /** ms since the epoch */
  notBefore: number;
  notAfter: number;
  seals: IssuedSeal[];
  issuedBy: AuthorId;
  issuedAt: number;
  installedAt?: number;
  /** the account that it is bound to */
  bound?: { supplier: RecordId; at: number };
  /** the certificate that it renews, and the one that has taken its place */
  replaces?: string;
  replacedBy?: string;
  revoked?: CertificateRevocation;
}

interface CertificateRevocation {
  /** from when on, ms since the epoch */
  at: number;
  reason: RevocationReason;
  /** in words, for people */
  note: string;
  by: AuthorId;
  /** when the platform took the record */
  recordedAt: number;
}

/** The newest revocation list of an issuing key. */
interface PublishedCrl {
  record: RecordId;
  number: number;
  /** DER */
  crl: Uint8Array;
  thisUpdate: number;
  nextUpdate: number;
}

/** What a person has, so that nobody need look through everybody's. Each list oldest first. */
interface Person {
  /** the newest one */
  request: RecordId;
  enterprises: RecordId[];
  memberRequests: RecordId[];
  orders: RecordId[];
  certificates: string[];
  /** companies that they were taken off, and did not join again since */
  left: Map<RecordId, { by: AuthorId; at: number; reason: string }>;
}

export interface CertificateSlice {
  /** the newest request of each person */
  persons: Map<RecordId, PersonRequest>;
  /** whoever has asked for being examined */
  people: Map<AuthorId, Person>;
  enterprises: Map<RecordId, Enterprise>;
  /** approved companies by their credit code */
  enterpriseOf: Map<string, RecordId>;
  memberRequests: Map<RecordId, MemberRequest>;
  /** who acts for a company, the first member first */
  members: Map<RecordId, AuthorId[]>;
  orders: Map<RecordId, Order>;
  /** keys that an order or a certificate has, by SHA-256 of their SubjectPublicKeyInfo, base64url: each only once */
  usedKeys: Map<string, RecordId>;
  certificates: Map<string, PlatformCertificate>;
  /** nonces of challenges that were answered: each answers once */
  answered: Map<string, RecordId>;
  /** by SHA-256 of the issuing key's SubjectPublicKeyInfo, base64url */
  crls: Map<string, PublishedCrl>;
}

export function emptyCertificates(): CertificateSlice {
  return {
    persons: new Map(),
    people: new Map(),
    enterprises: new Map(),
    enterpriseOf: new Map(),
    memberRequests: new Map(),
    members: new Map(),
    orders: new Map(),
    usedKeys: new Map(),
    certificates: new Map(),
    answered: new Map(),
    crls: new Map(),
  };
}

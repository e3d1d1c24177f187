import type { AuthorId, RecordId } from '../ledger';

/** What staff may do. The administrator runs the platform, the CA operator examines and certifies, the expert scores. */
export const ROLES = ['administrator', 'ca-operator', 'expert'] as const;
export type Role = (typeof ROLES)[number];

/** Years of a certificate that can be ordered. */
export const CERTIFICATE_YEARS = [1, 2, 3, 5] as const;
export type CertificateYears = (typeof CERTIFICATE_YEARS)[number];

/** Price of a certificate by its years, in fen. */
export type Fees = Record<CertificateYears, number>;

/** Where companies pay to. */
export interface BankAccount {
  holder: string;
  /** digits */
  number: string;
  bank: string;
}

export interface Support {
  phone: string;
  qq?: string;
  email?: string;
}

/** What suppliers bid for. */
export interface Category {
  id: string;
  name: string;
}

/** What an administrator can change. */
export interface PlatformDetails {
  name: string;
  /** one of `PROVINCES` */
  province: string;
  organiser: string;
  fees: Fees;
  bank: BankAccount;
  support: Support;
  /** in the order in which they are shown */
  categories: Category[];
}

export interface Platform extends PlatformDetails {
  /** base64url of the SHA-256 of `root` */
  id: string;
  /** DER of the root certificate */
  root: Uint8Array;
  /** DER of the issuing CA certificates that are in use, by the operator who holds the key */
  issuers: Map<AuthorId, Uint8Array>;
  /** Issuing CA certificates that issue no more. What they issued stays as good as it was. */
  formerIssuers: { author: AuthorId; certificate: Uint8Array }[];
}

/** Somebody who has joined by an invitation, or the founder. They stay here when they are removed. */
export interface StaffMember {
  author: AuthorId;
  name: string;
  /** more than one only of a founder who certifies too */
  roles: Role[];
  /** whom private parts are sealed to: an age X25519 recipient, `age1…` */
  recipient: string;
  /** DER SubjectPublicKeyInfo of the key that an operator certifies with; no certificate need be there yet */
  issuingKey?: Uint8Array;
  /** missing of the founder */
  invitation?: RecordId;
  /** ms since the epoch, by the platform's clock */
  joinedAt: number;
  removed?: { by: AuthorId; reason: string; at: number };
}

export interface Invitation {
  id: RecordId;
  role: Role;
  /** as whoever invites knows them */
  name: string;
  /** base64url of the SHA-256 of the token's public key */
  tokenHash: string;
  /** ms since the epoch, by the platform's clock: from then on it is worth nothing */
  expiresAt: number;
  by: AuthorId;
  /** who has joined by it */
  usedBy?: AuthorId;
  /** it was worth something until then */
  takenBack?: { by: AuthorId; at: number };
}

export interface PlatformSlice {
  /** undefined before the first record that founds it */
  founded?: Platform;
  staff: Map<AuthorId, StaffMember>;
  invitations: Map<RecordId, Invitation>;
}

export function emptyPlatform(): PlatformSlice {
  return { staff: new Map(), invitations: new Map() };
}

/** Whether somebody has a role now: they joined with it and were not removed. */
export function hasRole(state: PlatformSlice, author: AuthorId, role: Role): boolean {
  const member = state.staff.get(author);
  return member !== undefined && !member.removed && member.roles.includes(role);
}

/** Whom to seal to so that everybody who has the role now can read: `age1…`, each once. */
export function recipientsOf(state: PlatformSlice, role: Role): string[] {
  const recipients = [...state.staff.values()]
    .filter(({ author }) => hasRole(state, author, role))
    .map(({ recipient }) => recipient);
  return [...new Set(recipients)];
}

import type { CertificateSlice } from '../certificate';
import type { AuthorId, RecordId } from '../ledger';
import type { PlatformSlice } from '../platform';
import type { SupplierSlice } from '../supplier';
import type { BlobId } from '../sync';

/** Instants of this file are ms since the epoch, by the platform's clock; money is in fen. */
interface TenderDocument {
  name: string;
  blob: BlobId;
  bytes: number;
  type: string;
}

export interface TenderItem {
  id: string;
  lot?: string | undefined;
  name: string;
  unit: string;
  /** in thousandths of the unit */
  quantityMilli: number;
  requirement: string;
}

interface Schedule {
  questionsUntil: number;
  clarificationsUntil: number;
  bidsUntil: number;
  opensAt: number;
}

interface Criterion {
  id: string;
  name: string;
  /** whole points; of all criteria together 100 */
  max: number;
}

type Evaluation = { method: 'lowest-price' } | { method: 'scored'; criteria: Criterion[] };

interface CommitteeMember {
  author: AuthorId;
  /** base64url of the SHA-256 of the share */
  commitment: string;
  /** the share, sealed to the member: base64url */
  sealedShare: string;
}

interface Opening {
  /** the tender's opening key, `age1…` */
  recipient: string;
  /** so many shares make the key */
  threshold: number;
  committee: CommitteeMember[];
}

interface Notice {
  number: string;
  title: string;
  categories: string[];
  access: 'open' | 'invited';
  items: TenderItem[];
  requirements: string;
  documents: TenderDocument[];
  evaluation: Evaluation;
  ceilingFen?: number | undefined;
  contact: { name: string; phone: string };
  opening: Opening;
  /** `age1…`, of those who may read files after the opening */
  readers: string[];
}

export interface Question {
  id: RecordId;
  supplier: RecordId;
  by: AuthorId;
  /** sealed to the administrators: base64url */
  sealed: string;
  at: number;
  answer?: { question: string; answer: string; at: number };
}

export interface Clarification {
  id: RecordId;
  number: number;
  text: string;
  documents: TenderDocument[];
  at: number;
}

/** What came in; who sent it and what it is, nobody knows before the opening. */
export interface Envelope {
  id: RecordId;
  /** the key that was made for it: what is inside says the same one */
  author: AuthorId;
  blob: BlobId;
  bytes: number;
  at: number;
  late?: true;
}

export const BID_STATUSES = ['opened', 'superseded', 'withdrawn', 'late', 'unreadable', 'invalid'] as const;

export interface OpenedBid {
  envelope: RecordId;
  status: (typeof BID_STATUSES)[number];
  reason?: string | undefined;
  supplier?: RecordId | undefined;
  company?: string | undefined;
  totalFen?: number | undefined;
  delivery?: string | undefined;
}

export interface Score {
  envelope: RecordId;
  criterion: string;
  /** hundredths of a point */
  hundredths: number;
}

interface Award {
  winners: { supplier: RecordId; amountFen: number }[];
  others: { supplier: RecordId; reason: string }[];
  at: number;
}

export interface Tender extends Notice {
  /** of the record that published it */
  id: RecordId;
  by: AuthorId;
  publishedAt: number;
  schedule: Schedule;
  extensions: { reason: string; bidsUntil: number; opensAt: number; at: number }[];
  /** by supplier; an open tender has none */
  invitations: Map<RecordId, { at: number; answer?: 'accepted' | 'declined' }>;
  questions: Map<RecordId, Question>;
  clarifications: Clarification[];
  cancelled?: { reason: string; at: number };
  envelopes: Map<RecordId, Envelope>;
  /** base64url, by member */
  shares: Map<AuthorId, string>;
  objections: { id: RecordId; by: AuthorId; text: string; at: number }[];
  opened?: { record: BlobId; bids: OpenedBid[]; at: number };
  experts: AuthorId[];
  declarations: Map<AuthorId, { conflict: boolean; suppliers: RecordId[]; at: number }>;
  scores: Map<AuthorId, { scores: Score[]; comment: string; at: number }>;
  closedAt?: number;
  award?: Award;
}

export interface TenderSlice {
  tenders: Map<RecordId, Tender>;
  tenderNumbers: Map<string, RecordId>;
  /** files of envelopes: nobody sends another's again */
  envelopeFiles: Map<BlobId, RecordId>;
}

export type TenderState = TenderSlice & PlatformSlice & SupplierSlice & CertificateSlice;

export function emptyTenders(): TenderSlice {
  return { tenders: new Map(), tenderNumbers: new Map(), envelopeFiles: new Map() };
}

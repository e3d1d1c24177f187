import type { BoxMm } from '../place';
import type { ByteRangeProblem, ProblemCode } from '../problems';

export type { ByteRangeProblem, ProblemCode };

/**
 * What is known of a document as a whole:
 * - `valid`: every signature is intact, trusted and not revoked, and nothing forbidden came later
 * - `valid-untrusted`: the same, but a signer's chain does not lead to a root that is trusted here
 * - `invalid`: a signature is broken, revoked, removed, or a later change is not permitted
 * - `unsigned`: no signature field has a value, in no revision
 * - `unreadable`: see `problem`
 */
export type DocumentVerdict = 'valid' | 'valid-untrusted' | 'invalid' | 'unsigned' | 'unreadable';

/** Why a document cannot be judged at all. */
export type UnreadableCode =
  | 'not-a-pdf'
  /** broken beyond what can be read safely */
  | 'damaged'
  /** opens with a password only */
  | 'encrypted'
  | 'unsupported-encryption'
  /** the file went away or changed while it was read */
  | 'file-unreadable'
  /** more signatures or objects than an honest document has */
  | 'too-complex';

/** How far the signed bytes reach. */
export type Coverage = 'whole-file' | 'revision' | 'partial';

/** One thing that a later revision did. */
export type Change =
  | { kind: 'signature-field-added'; field: string; page?: number }
  | { kind: 'signed'; field: string; page?: number }
  | { kind: 'timestamped'; field: string }
  /** a new place on a page where a signature of this revision is shown; `signed` tells of the signature itself */
  | { kind: 'seal-added'; field: string; page: number }
  | { kind: 'form-filled'; field: string; page?: number }
  | { kind: 'validation-data' }
  | { kind: 'metadata' }
  | { kind: 'annotation-added'; subtype: string; page?: number }
  | { kind: 'annotation-changed'; subtype: string; page?: number }
  | { kind: 'annotation-removed'; subtype: string; page?: number }
  /** structure tree entries of new fields and annotations (ISO 32000-2 14.7) */
  | { kind: 'structure' }
  /**
   * something that this revision shows hides what the page showed before: text, pictures or drawings; comes beside
   * the change that brought it, and is permitted where that is. `name`: the field's name, or the annotation's subtype
   */
  | { kind: 'content-covered'; page: number; by: CoveredBy; name: string }
  /** what a field hid when it was signed comes to light, as its appearance was changed */
  | { kind: 'content-uncovered'; page: number; by: CoveredBy; name: string }
  /** like `content-covered`, hiding most of an earlier picture of the signature in `seal` */
  | { kind: 'seal-covered'; page: number; by: CoveredBy; name: string; seal: string }
  | { kind: 'other'; where: ChangedPlace; page?: number; object?: number };

/** What hides something: a signature's field, a form field that was filled in, or an annotation. */
export type CoveredBy = 'signature' | 'field' | 'annotation';

/** What part of the document an `other` change touched. */
export type ChangedPlace =
  | 'trailer'
  | 'catalog'
  | 'page-tree'
  | 'page'
  | 'content'
  | 'form'
  | 'field'
  | 'annotation'
  | 'appearance'
  | 'signature-value'
  | 'validation-data'
  | 'metadata'
  | 'structure';

/** What one later revision changed, judged by what this signature permits. */
export interface LaterChange {
  /** 0-based */
  revision: number;
  /**
   * `none`: rewritten without any change; `signatures`: further signatures, their fields and proofs;
   * `permitted`: something beside these, all of it permitted; `other`: something forbidden
   */
  kind: 'none' | 'signatures' | 'permitted' | 'other';
  changes: (Change & { permitted: boolean })[];
}

/** A place where a reader sees the signature. */
export interface SealReport {
  /** 1-based */
  page: number;
  /** in the page as it is shown */
  box: BoxMm;
  /** the signature's own field, or a stamp of the signed revision */
  source: 'field' | 'stamp';
}

/** PAdES baseline level as far as it can be told from the file; `timestamp`: a document timestamp. */
export type SignatureLevel = 'basic' | 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'timestamp';

/** What a timestamp in a signature says, and of whom it is. */
export interface TimestampReport {
  time: Date;
  /** common name of the authority's certificate */
  authority: string;
  trusted: boolean;
  /** DER */
  certificate: Uint8Array;
  /** DER: the authority first, towards the root */
  path: Uint8Array[];
  problems: ProblemCode[];
}

export interface SignatureReport {
  /** full name of the first field that shows this signature */
  field: string;
  /** all fields that share the value */
  fields: string[];
  /** common name of the signer's certificate, else the name that the signature claims */
  signer: string;
  /** DER */
  certificate?: Uint8Array;
  /** where several signed this value: the names of all, `signer` first; the others have no proven time of their own */
  signers?: string[];
  /** DER: signer first, towards the root */
  path: Uint8Array[];
  /** a certificate of the path is marked as issued for trying out: it proves nothing about a company */
  trial?: true;
  /** the signed bytes are what was signed, and the byte range leaves nothing out */
  intact: boolean;
  /** the chain leads to a root that is trusted here, and the algorithms can be relied on */
  trusted: boolean;
  /** common name of the root that the chain leads to, where it does */
  rootName?: string;
  /** DER of that root */
  root?: Uint8Array;
  revoked: 'no' | 'yes' | 'unknown';
  revokedAt?: Date;
  /** where `revoked` is known from */
  revocationSource?: 'crl' | 'ocsp' | 'register';
  /** revoked later than a proven signing time: what was signed before that stays good */
  revokedAfterSigning?: boolean;
  /** the signature's own timestamp (RFC 3161), where it has one */
  timestamp?: TimestampReport;
  level: SignatureLevel;
  covers: Coverage;
  /** 0-based index of the revision that it signs */
  revision: number;
  /** what a certifying signature permits afterwards (ISO 32000-2 table 257) */
  certifies?: 1 | 2 | 3;
  laterChanges: LaterChange[];
  /** proven by a trusted timestamp */
  signingTime?: Date;
  /** by the signer's own clock */
  claimedTime?: Date;
  clock: 'signer-clock' | 'timestamp' | 'none';
  seals: SealReport[];
  reason?: string;
  location?: string;
  subFilter: string;
  problems: ProblemCode[];
}

/** One revision of a document: what it changed against the one before, whatever any signature permits. */
export interface RevisionReport {
  /** 0-based */
  index: number;
  /** the file's bytes up to here are the document as this revision left it */
  endOffset: number;
  /** fields of the signatures that sign exactly this revision */
  signedBy: string[];
  /** empty for the first */
  changes: Change[];
  /** what it changed could not be told: damaged, or too much of it */
  unknown?: true;
}

export interface VerifyReport {
  verdict: DocumentVerdict;
  signatures: SignatureReport[];
  revisionCount: number;
  /** oldest first */
  revisions?: RevisionReport[];
  problem?: UnreadableCode;
}

declare const brand: unique symbol;

/** base64url of the SHA-256 of a record's compact JWS (ASCII): 43 characters. */
export type RecordId = string & { readonly [brand]: 'RecordId' };

/** `kid` of a record: the RFC 7638 thumbprint (SHA-256, base64url) of its author's public key. */
export type AuthorId = string & { readonly [brand]: 'AuthorId' };

/** Of RFC 7518 §3.1. ES256: device and staff keys and P-256 certificates; RS256: RSA certificates. */
export type RecordAlgorithm = 'ES256' | 'RS256';

/** A public key with exactly the members that its thumbprint is made of (RFC 7638 §3.2). */
export type PublicJwk =
  { kty: 'EC'; crv: 'P-256'; x: string; y: string } | { kty: 'RSA'; n: string; e: string };

/** Who writes records on this device. */
export interface Author {
  readonly id: AuthorId;
  readonly algorithm: RecordAlgorithm;
  /** Its thumbprint is `id`. */
  readonly jwk: PublicJwk;
  /**
   * Signs with SHA-256. May ask for a PIN, so it may take minutes or reject.
   *
   * @returns ES256: IEEE P1363 (r‖s, 64 bytes); RS256: RSASSA-PKCS1-v1_5
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A record as the platform has ordered it. */
export interface OrderedRecord {
  /** 1, 2, 3, … without a gap, given by the platform. */
  position: number;
  /** The platform's clock when it took the record, ms since the epoch. */
  receivedAt: number;
  /** Compact JWS; whatever the platform sent, nothing is known of it yet. */
  jws: string;
  /**
   * This device has checked the signature before and need not again. Only a `RecordStore` sets it, from an outcome;
   * an adapter must not pass on what it was sent.
   */
  verified?: boolean;
}

/** Why a record has no effect. It is kept all the same. */
export type RejectReason =
  /** No record by its form. Detail: code of the LedgerError. */
  | 'malformed'
  /** Written for another platform. Detail: which. */
  | 'wrong-platform'
  /** Neither has its author introduced themselves before, nor does this record. */
  | 'unknown-author'
  | 'bad-signature'
  /** The very record stands at an earlier position. */
  | 'duplicate'
  /** Its author has used its `seq` for another record: they fork their chain, or somebody altered the signature. */
  | 'duplicate-slot'
  /** Records of its author between their last one and this one are missing. */
  | 'chain-gap'
  /** Detail: the kind. */
  | 'unknown-kind'
  /** The body breaks its kind's schema. Detail: where. */
  | 'bad-body'
  /** Against the kind's authority rule. Detail: the rule's own code. */
  | 'not-permitted'
  /** A fault of ours: a rule that should cover everything has thrown. The state is as before. */
  | 'reducer-failed';

/** What became of a record. */
export interface Outcome {
  position: number;
  receivedAt: number;
  /** Missing where the record is malformed; so are `author`, `kind` and `at`. */
  id?: RecordId;
  author?: AuthorId;
  kind?: string;
  /** The author's clock, ms since the epoch. */
  at?: number;
  verdict: 'accepted' | 'rejected';
  /** Where rejected. */
  reason?: RejectReason;
  /** More about the reason: see there. */
  detail?: string;
}

/** Where a chain stands: its last record. */
export interface ChainHead {
  seq: number;
  id: RecordId;
}

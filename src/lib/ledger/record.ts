import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, is32Bytes } from './base64url';
import { parseCanonicalJson } from './canonical-json';
import { LedgerError, type LedgerErrorCode } from './error';
import { isLowS } from './low-s';
import { algorithmOf, parsePublicJwk, signatureLength, thumbprint } from './public-key';
import type { AuthorId, PublicJwk, RecordAlgorithm, RecordId } from './types';

/** Characters of a compact JWS. */
export const MAX_RECORD_LENGTH = 64 * 1024;

export const RECORD_TYPE = 'suiyin-record+jws';

/** The last instant that a Date has (ECMA-262 §21.4.1.1). */
const MAX_INSTANT = 8.64e15;

const hash = v.pipe(v.string(), v.check(is32Bytes));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

const recordHeader = v.strictObject({
  alg: v.picklist(['ES256', 'RS256']),
  typ: v.literal(RECORD_TYPE),
  kid: hash,
  jwk: v.optional(v.unknown()),
});

const recordPayload = v.strictObject({
  platform: name,
  seq: whole,
  prev: v.nullable(hash),
  at: v.pipe(whole, v.maxValue(MAX_INSTANT)),
  kind: name,
  body: v.unknown(),
});

export type RecordPayload = v.InferOutput<typeof recordPayload>;

/** A record whose form is right. Nothing is known of its signature, its place in a chain or its body. */
export interface ParsedRecord {
  readonly id: RecordId;
  readonly author: AuthorId;
  readonly algorithm: RecordAlgorithm;
  /** The author's key, in their first record only; it has the thumbprint `author`. */
  readonly introduces: PublicJwk | undefined;
  readonly platform: string;
  readonly seq: number;
  readonly prev: RecordId | null;
  /** ms since the epoch, by the author's clock */
  readonly at: number;
  readonly kind: string;
  readonly body: unknown;
  /** RFC 7515 §5.1: what is signed. */
  readonly signingInput: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Reads a record: compact JWS (RFC 7515 §7.1) of at most 64 KiB, with the header `{alg, typ, kid}` and, exactly in
 * its author's first record (`seq` 0), `jwk`. One content under one signature has one spelling only.
 *
 * @throws LedgerError `malformed-size`, `malformed-jws`, `malformed-json`, `malformed-header`, `malformed-key`,
 *   `malformed-payload`
 */
export function parseRecord(jws: string): ParsedRecord {
  if (typeof jws !== 'string') throw new LedgerError('malformed-jws');
  if (jws.length > MAX_RECORD_LENGTH) throw new LedgerError('malformed-size', { length: jws.length });
  const [headerPart, payloadPart, signaturePart, ...more] = jws.split('.', 4);
  const signature = decodeBase64url(signaturePart ?? '');
  if (!headerPart || !payloadPart || !signature || more.length > 0) throw new LedgerError('malformed-jws');

  const header = parseHeader(headerPart);
  const payload = parsePayload(decoded(payloadPart));
  const introduces = introduction(header, payload.seq);
  if (!fits(signature, header.alg, introduces)) throw new LedgerError('malformed-jws', { what: 'signature' });

  const ascii = utf8(jws); // decoding has shown that it is
  return {
    id: hashOf(ascii),
    author: header.kid as AuthorId,
    algorithm: header.alg,
    introduces,
    platform: payload.platform,
    seq: payload.seq,
    prev: payload.prev as RecordId | null,
    at: payload.at,
    kind: payload.kind,
    body: payload.body,
    signingInput: ascii.subarray(0, jws.lastIndexOf('.')),
    signature,
  };
}

/** The id of a record, or of whatever else stands in a record's place. */
export function hashOf(jws: Uint8Array): RecordId {
  return encodeBase64url(sha256(jws)) as RecordId;
}

/** @throws LedgerError `malformed-json`, `malformed-payload` */
export function parsePayload(bytes: Uint8Array): RecordPayload {
  const payload = parse(recordPayload, parseCanonicalJson(bytes, 'payload'), 'malformed-payload');
  if ((payload.prev === null) !== (payload.seq === 0))
    throw new LedgerError('malformed-payload', { where: 'prev' });
  return payload;
}

type RecordHeader = v.InferOutput<typeof recordHeader>;

/** All records of an author but the first have one header. */
const seenHeaders = new Map<string, RecordHeader>();
const MAX_SEEN_HEADERS = 256;

function parseHeader(part: string): RecordHeader {
  const seen = seenHeaders.get(part);
  if (seen) return seen;
  const header = parse(recordHeader, parseCanonicalJson(decoded(part), 'header'), 'malformed-header');
  if (!('jwk' in header)) {
    if (seenHeaders.size >= MAX_SEEN_HEADERS) seenHeaders.clear();
    seenHeaders.set(part, header);
  }
  return header;
}

function decoded(part: string): Uint8Array {
  const bytes = decodeBase64url(part);
  if (bytes) return bytes;
  throw new LedgerError('malformed-jws');
}

function introduction(header: RecordHeader, seq: number): PublicJwk | undefined {
  const introduces = 'jwk' in header;
  if (introduces !== (seq === 0)) throw new LedgerError('malformed-header', { where: 'jwk' });
  if (!introduces) return undefined;
  const jwk = parsePublicJwk(header.jwk);
  if (jwk && thumbprint(jwk) === header.kid && algorithmOf(jwk) === header.alg) return jwk;
  throw new LedgerError('malformed-key');
}

/**
 * Engines answer a signature of the wrong length in their own ways: none gets to them. Of two spellings that hold, one
 * is taken.
 */
function fits(signature: Uint8Array, alg: RecordAlgorithm, jwk: PublicJwk | undefined): boolean {
  if (alg === 'ES256') return signature.length === 64 && isLowS(signature);
  if (jwk) return signature.length === signatureLength(jwk);
  return signature.length >= 256 && signature.length <= 512;
}

function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  code: LedgerErrorCode,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new LedgerError(code, { where: v.getDotPath(result.issues[0]) ?? undefined });
}

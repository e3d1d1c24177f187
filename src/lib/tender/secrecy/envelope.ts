import * as v from 'valibot';
import { bufferSource, bytesEqual, concatBytes, jsonIn, utf8 } from '../../keys';
import { decodeBase64url, encodeBase64url, type AuthorId, type RecordId } from '../../ledger';
import { describeCertificate, publicKeyOf, verifyNow, type Signer } from '../../pki';
import { fields, openSealed, sealFor } from '../../platform';
import type { BlobId } from '../../sync';
import { SecrecyError } from './error';

/** An envelope is as large as its bucket: a bid looks like its change, and like its withdrawal. */
const BUCKET_BYTES = 32 * 1024;
const MAX_BODY_BYTES = 1 << 20;
const LENGTH_BYTES = 4;
const SIGNED_BY = utf8('suiyin bid envelope 1\n');

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const file = v.strictObject({
  name: fields.text(200),
  /** of the file itself */
  bytes: whole,
  /** of what `encryptFile` has made of it */
  blob: fields.blobId,
  /** of the file itself */
  sha256: fields.hash,
});

const bodySchema = v.strictObject({
  version: v.literal(1),
  tender: fields.recordId,
  /** the key that writes the record of this envelope, and of no other: a copy is told by it */
  envelopeAuthor: fields.authorId,
  action: v.picklist(['bid', 'withdraw']),
  /** ms since the epoch, by the bidder's clock: for people, nothing is decided by it */
  madeAt: fields.instant,
  supplier: fields.recordId,
  company: fields.text(100),
  creditCode: fields.text(18, 18),
  totalFen: whole,
  delivery: v.pipe(v.string(), v.maxLength(100)),
  /** the technical deviation table, JSON: see `readBidDraft` */
  table: v.pipe(v.string(), v.maxLength(800_000)),
  files: v.pipe(v.array(file), v.maxLength(100)),
  /** keys of the files, sealed to those who may read them after the opening: base64url. See `sealFileKeys` */
  fileKeys: v.pipe(v.string(), v.maxLength(40_000)),
  /** of the company, DER, base64url */
  certificate: fields.certificate,
});

/** What an envelope says. The published opening key shows it to anybody: prices and digests, but no document. */
export type BidBody = v.InferOutput<typeof bodySchema>;

const wrapper = v.strictObject({ body: v.string(), signature: v.string() });

/** Why an envelope that could be decrypted is no bid. */
export type EnvelopeProblem =
  | 'malformed'
  /** It was made for another tender. */
  | 'wrong-tender'
  /** Somebody has sent another one's envelope again. */
  | 'copied'
  | 'bad-signature'
  /** Name or credit code are not those of the certificate. */
  | 'other-company';

const purpose = (tender: RecordId) => `tender envelope ${tender}`;

/**
 * Seals a bid, its change or its withdrawal.
 *
 * @param recipient the tender's opening key, `age1…`
 * @param signer    of the company's certificate: the phone's, by way of a challenge, or this device's
 * @returns as many bytes for each of them, as long as they fit one bucket
 * @throws SecrecyError `damaged` where the body breaks its schema or has more than a megabyte; what the signer throws
 */
export async function sealEnvelope(
  recipient: string,
  body: v.InferInput<typeof bodySchema>,
  signer: Pick<Signer, 'sign'>,
): Promise<Uint8Array> {
  const read = v.safeParse(bodySchema, body, { abortEarly: true });
  if (!read.success) throw new SecrecyError('damaged', { where: v.getDotPath(read.issues[0]) });
  const signed = JSON.stringify(body);
  const signature = await signer.sign(statementOf(signed));
  const content = utf8(JSON.stringify({ body: signed, signature: encodeBase64url(signature) }));
  if (content.length > MAX_BODY_BYTES) throw new SecrecyError('damaged', { bytes: content.length });
  const padded = new Uint8Array(Math.ceil((LENGTH_BYTES + content.length) / BUCKET_BYTES) * BUCKET_BYTES);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, LENGTH_BYTES);
  return sealFor([recipient], padded, purpose(read.output.tender));
}

/**
 * Opens an envelope. Whether the certificate was good when it came, and the supplier's, is for others to say.
 *
 * @param key of `combineShares`
 * @param o   of the record that brought it
 * @throws SealedError where it cannot be decrypted
 */
export async function openEnvelope(
  sealed: Uint8Array,
  key: CryptoKey,
  o: { tender: RecordId; author: AuthorId },
): Promise<{ body: BidBody } | { problem: EnvelopeProblem }> {
  const padded = await openSealed(key, sealed, purpose(o.tender));
  const parsed = parse(padded);
  if (!parsed) return { problem: 'malformed' };
  const { body, signed, signature } = parsed;
  if (body.tender !== o.tender) return { problem: 'wrong-tender' };
  if (body.envelopeAuthor !== o.author) return { problem: 'copied' };
  const certificate = decodeBase64url(body.certificate)!;
  if (!verifyNow(publicKeyOf(certificate), statementOf(signed), signature))
    return { problem: 'bad-signature' };
  const { commonName, creditCode } = describeCertificate(certificate);
  if (commonName !== body.company || creditCode !== body.creditCode) return { problem: 'other-company' };
  return { body };
}

/** What the company's key signs. */
function statementOf(signed: string): Uint8Array {
  return concatBytes(SIGNED_BY, utf8(signed));
}

/**
 * Reads what a key is asked to sign, as `sealEnvelope` hands it to the signer: whoever signs sees what it says.
 *
 * @returns undefined where it is anything else
 */
export function readStatement(statement: Uint8Array): BidBody | undefined {
  if (!bytesEqual(statement.subarray(0, SIGNED_BY.length), SIGNED_BY)) return undefined;
  try {
    return v.parse(bodySchema, jsonIn(statement.subarray(SIGNED_BY.length)));
  } catch {
    return undefined;
  }
}

/** @returns undefined for what `sealEnvelope` does not make */
function parse(padded: Uint8Array): { body: BidBody; signed: string; signature: Uint8Array } | undefined {
  if (padded.length < BUCKET_BYTES || padded.length % BUCKET_BYTES !== 0) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > padded.length - LENGTH_BYTES) return undefined;
  const content = padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  try {
    const { body: signed, signature: encoded } = v.parse(wrapper, jsonIn(content));
    const signature = decodeBase64url(encoded);
    const body = v.parse(bodySchema, JSON.parse(signed));
    return signature && { body, signed, signature };
  } catch {
    return undefined;
  }
}

const fileKeysPurpose = (tender: RecordId) => `tender file keys ${tender}`;

/** Seals the keys of a bid's files to whoever may read them. @returns base64url, for `fileKeys` */
export async function sealFileKeys(
  readers: readonly string[],
  tender: RecordId,
  keys: ReadonlyMap<BlobId, CryptoKey>,
): Promise<string> {
  const entries = await Promise.all(
    [...keys].map(async ([blob, key]) => {
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
      return [blob, encodeBase64url(raw)];
    }),
  );
  const content = utf8(JSON.stringify(Object.fromEntries(entries)));
  return encodeBase64url(await sealFor(readers, content, fileKeysPurpose(tender)));
}

/**
 * Opens them.
 *
 * @param key X25519, a reader's
 * @throws SealedError; SecrecyError `damaged`
 */
export async function openFileKeys(
  { fileKeys, tender }: Pick<BidBody, 'fileKeys' | 'tender'>,
  key: CryptoKey,
): Promise<Map<BlobId, CryptoKey>> {
  const sealed = decodeBase64url(fileKeys);
  if (!sealed) throw new SecrecyError('damaged');
  const content = await openSealed(key, sealed, fileKeysPurpose(tender));
  const keys = Object.entries(rawKeysIn(content)).map(async ([blob, raw]) => {
    const bytes = bufferSource(decodeBase64url(raw!)!);
    return [
      blob as BlobId,
      await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt']),
    ] as const;
  });
  return new Map(await Promise.all(keys));
}

function rawKeysIn(content: Uint8Array) {
  try {
    return v.parse(v.record(fields.blobId, fields.hash), jsonIn(content));
  } catch (cause) {
    throw new SecrecyError('damaged', {}, cause);
  }
}

import * as v from 'valibot';
import { decodeBase64url, is32Bytes, type AuthorId, type RecordId } from '../ledger';
import { isCreditCode } from '../pki';
import type { BlobId } from '../sync';
import { isRecipient } from './recipient';

/**
 * Characters of texts in records: scripts written in China, Latin, Greek, Cyrillic, signs, pictographs. A list of
 * blocks, not of Unicode's properties: those grow with every version, engines have different ones, and devices would
 * disagree on a record. In these blocks, normalisation is settled. Left out besides: controls, what turns or hides
 * the text around it, private use.
 */
const CHARACTERS =
  '\\u0020-\\u007e\\u00a0-\\u00ac\\u00ae-\\u034e\\u0350-\\u052f\\u0600-\\u061b\\u061d-\\u06ff\\u0f00-\\u0fff' +
  '\\u1100-\\u115e\\u1161-\\u11ff\\u1820-\\u1877\\u1e00-\\u1fff\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\u20cf\\u2100-\\u2bff' +
  '\\u2e80-\\u3163\\u3165-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff01-\\uff9f\\uffa1-\\uffee' +
  '\\u{1f000}-\\u{1faff}\\u{20000}-\\u{323af}';
const LINE = new RegExp(`^[${CHARACTERS}]*$`, 'u');
const LINES = new RegExp(`^[${CHARACTERS}\\n]*$`, 'u');

const written = (pattern: RegExp, max: number, min: number) =>
  v.pipe(
    v.string(),
    v.maxLength(max * 2), // before anything is done with a long one
    v.regex(pattern),
    v.check((text) => [...text].length >= min && [...text].length <= max),
    v.check((text) => text === text.trim() && text === text.normalize('NFC')),
  );

/**
 * One line of text in NFC, without blanks at its ends.
 *
 * @param max characters (code points)
 * @param min default 1
 */
const text = (max: number, min = 1) => written(LINE, max, min);

/** The same in several lines, which are parted by `\n`. */
const paragraph = (max: number, min = 1) => written(LINES, max, min);

/** An identity number, a bank account: what has no place in a record that everybody can read for ever. */
const PERSONAL_NUMBER = /(?:\d[ \u00a0\u3000·_-]{0,2}){15,}/u;
const CODES = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/gu;

/** Whether a text holds a number that must not be in the open. Credit codes are: everybody can look them up. */
export function holdsPersonalNumber(written: string): boolean {
  const ascii = written.replace(/[\uff10-\uff19]/gu, (digit) => String(digit.charCodeAt(0) - 0xff10));
  return PERSONAL_NUMBER.test(ascii.replace(CODES, (code) => (isPublicCode(code) ? '' : code)));
}

/** A credit code that cannot be an identity number as well. */
function isPublicCode(code: string): boolean {
  return isCreditCode(code) && !/^\d{17}[\dX]$/u.test(code);
}

/** Why somebody was refused: of some lines, for everybody to read. */
const reason = (max: number) =>
  v.pipe(
    paragraph(max),
    v.check((text) => !holdsPersonalNumber(text)),
  );

/** Bytes as base64url without padding, in their one spelling: see `decodeBase64url`. */
const bytes = (max: number, min = 1) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil((max * 4) / 3)),
    v.check((encoded) => {
      const length = decodeBase64url(encoded)?.length ?? -1;
      return length >= min && length <= max;
    }),
  );

const hash = v.pipe(v.string(), v.check(is32Bytes));

const as = <T extends string>() =>
  v.pipe(
    hash,
    v.transform((name) => name as T),
  );

/** Bytes of ciphertext that a record may carry. More goes into a blob. */
export const MAX_SEALED_BYTES = 16 * 1024;

/** A bound for Money: a hundred million yuan. */
const MAX_FEN = 10_000_000_000;

/** The last instant that a Date has (ECMA-262 §21.4.1.1). */
const MAX_INSTANT = 8.64e15;

const whole = v.pipe(v.number(), v.safeInteger());

const recipient = v.pipe(v.string(), v.length(62), v.check(isRecipient));

/** What bodies of records are made of. */
export const fields = {
  text,
  paragraph,
  reason,
  bytes,
  /** SHA-256 as base64url */
  hash,
  blobId: as<BlobId>(),
  authorId: as<AuthorId>(),
  recordId: as<RecordId>(),
  /** money above nothing */
  fen: v.pipe(whole, v.minValue(1), v.maxValue(MAX_FEN)),
  /** ms since the epoch */
  instant: v.pipe(whole, v.minValue(0), v.maxValue(MAX_INSTANT)),
  /** ciphertext of `sealFor` */
  sealed: bytes(MAX_SEALED_BYTES),
  /** as a `Signer` gives it: P-256, or RSA of up to 4096 bits */
  signature: bytes(512, 64),
  /** DER of a certificate */
  certificate: bytes(4096),
  /** age X25519 recipient, `age1…` */
  recipient,
  /** Eleven digits, mainland China. */
  mobile: v.pipe(v.string(), v.regex(/^1[3-9][0-9]{9}$/)),
  email: v.pipe(v.string(), v.maxLength(100), v.regex(/^[\w.+-]{1,64}@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+$/)),
};

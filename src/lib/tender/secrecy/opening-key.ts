import { bytesEqual, concatBytes, randomBytes, sha256 } from '../../keys';
import { decodeBase64url, encodeBase64url, type AuthorId } from '../../ledger';
import { openSealed, recipientOf, sealFor } from '../../platform';
import { SecrecyError } from './error';
import { readShare, writeShare, type Share } from './share';
import { split, valueAt } from './split';

const X25519 = { name: 'X25519' };
const KEY_BYTES = 32;
const NONCE_BYTES = 16;

/** What goes before an X25519 private key of 32 bytes in PKCS#8 (RFC 8410 §7). */
const PKCS8_HEAD = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20],
);

/** A member of the committee that opens a tender. */
export interface Opener {
  author: AuthorId;
  /** `age1…` */
  recipient: string;
}

/** As a tender's record publishes it. */
export interface OpeningKey {
  /** `age1…`: whom bids are sealed to */
  recipient: string;
  threshold: number;
  committee: { author: AuthorId; commitment: string; sealedShare: string }[];
}

const purpose = (number: string, author: AuthorId) => `tender opening ${number} ${author}`;

/**
 * Makes the key that a tender's bids are sealed to, and splits it over a committee. Nobody has it afterwards, this
 * device neither: only `threshold` of the members together.
 *
 * @param number    of the tender: a share is of no other one
 * @param threshold 1 … as many as there are members
 * @throws RangeError; SealedError `bad-recipient`
 */
export async function makeOpeningKey(
  number: string,
  threshold: number,
  committee: readonly Opener[],
): Promise<OpeningKey> {
  const secret = randomBytes(KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const points = split(secret, threshold, committee.length);
  try {
    const recipient = await recipientOf(await keyOf(secret));
    const members = committee.map(async ({ author, recipient: own }, index) => {
      const { x, y } = points[index]!;
      const share = writeShare({ k: threshold, index: x, nonce, value: y });
      const sealed = await sealFor([own], share, purpose(number, author));
      const commitment = encodeBase64url(await sha256(share));
      share.fill(0);
      return { author, commitment, sealedShare: encodeBase64url(sealed) };
    });
    return { recipient, threshold, committee: await Promise.all(members) };
  } finally {
    secret.fill(0);
    for (const { y } of points) y.fill(0);
  }
}

/**
 * A member opens their share.
 *
 * @param key X25519, the member's
 * @returns base64url, as it is published after the deadline
 * @throws SealedError; SecrecyError `damaged` where it is not what the tender has committed to
 */
export async function openShare(
  number: string,
  { author, commitment, sealedShare }: OpeningKey['committee'][number],
  key: CryptoKey,
): Promise<string> {
  const sealed = decodeBase64url(sealedShare);
  if (!sealed) throw new SecrecyError('damaged');
  const share = await openSealed(key, sealed, purpose(number, author));
  const isCommitted = encodeBase64url(await sha256(share)) === commitment;
  if (!isCommitted || !readShare(share)) throw new SecrecyError('damaged');
  return encodeBase64url(share);
}

/**
 * Puts the opening key together from shares that were published: anybody can.
 *
 * @param shares base64url
 * @returns an X25519 private key, as `openSealed` takes it
 * @throws SecrecyError `damaged`, `too-few-shares`, `inconsistent`, `wrong-key`
 */
export async function combineShares(shares: readonly string[], recipient: string): Promise<CryptoKey> {
  const read = shares.map((one) => readShare(decodeBase64url(one) ?? new Uint8Array()));
  if (!read.every((one): one is Share => one !== undefined)) throw new SecrecyError('damaged');
  const [first] = read;
  const need = first?.k ?? 1;
  if (read.length < need) throw new SecrecyError('too-few-shares', { have: read.length, need });
  const isOfOne = read.every(({ k, nonce }) => k === need && bytesEqual(nonce, first!.nonce));
  const indexes = new Set(read.map(({ index }) => index));
  if (!isOfOne || indexes.size !== read.length) throw new SecrecyError('inconsistent');
  const points = read.map(({ index, value }) => ({ x: index, y: value }));
  const chosen = points.slice(0, need);
  for (const { x, y } of points.slice(need)) {
    if (!bytesEqual(valueAt(chosen, x), y)) throw new SecrecyError('inconsistent');
  }
  const secret = valueAt(chosen, 0);
  try {
    const key = await keyOf(secret);
    if ((await recipientOf(key)) !== recipient) throw new SecrecyError('wrong-key');
    return key;
  } finally {
    secret.fill(0);
  }
}

/** An X25519 private key of its 32 bytes, which cannot be exported again. */
async function keyOf(secret: Uint8Array): Promise<CryptoKey> {
  const pkcs8 = concatBytes(PKCS8_HEAD, secret);
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, X25519, false, ['deriveBits']);
  } finally {
    pkcs8.fill(0);
  }
}

import { bytesEqual, concatBytes, type DigestName } from '../keys';
import { readCertificate } from './certificate';
import { NULL, octetString, oid, sequence, TAG } from './der';
import { OID } from './oid';
import { rsaKeyOf } from './public-key';
import { fields, readDer, readFirst } from './tlv';
import { hexOf, integerOf, octetsOf } from './value';

/** RSA keys beyond this are hostile: the arithmetic below takes its time. */
const MAX_MODULUS_BYTES = 1024;
const MAX_EXPONENT_BYTES = 8;

/** Digests by their object identifiers, SHA-1 first as the likeliest. */
const DIGESTS: readonly [DigestName, string][] = [
  ['sha1', OID.sha1],
  ['sha256', OID.sha256],
  ['sha384', OID.sha384],
  ['sha512', OID.sha512],
  ['md5', OID.md5],
];
const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

interface RsaVerdict {
  /** `malformed`: the value is not what it should be; `unsupported`: the certificate's key is none for this */
  outcome: 'valid' | 'invalid' | 'unsupported' | 'malformed';
  /** the digest that the signature is over */
  digest?: DigestName;
}

/**
 * Verifies the value of `adbe.x509.rsa_sha1` (ISO 32000-2 12.8.3.2): a PKCS#1 v1.5 signature, whose digest may be
 * another than SHA-1 in spite of the name.
 *
 * @param contents DER of an OCTET STRING with the signature, possibly padded with zeros
 * @param digestOf digest of what is signed
 * @returns never throws but what `digestOf` throws
 */
export async function verifyRsaSignature(
  certificate: Uint8Array,
  contents: Uint8Array,
  digestOf: (name: DigestName) => Promise<Uint8Array>,
): Promise<RsaVerdict> {
  let signature: Uint8Array;
  try {
    const element = readFirst(contents);
    signature = octetsOf(element);
    if (contents.subarray(element.raw.length).some((byte) => byte !== 0)) return { outcome: 'malformed' };
  } catch {
    return { outcome: 'malformed' };
  }
  let spki: Uint8Array;
  try {
    ({ spki } = readCertificate(certificate));
  } catch {
    return { outcome: 'unsupported' };
  }
  return checkRsaDigest(spki, signature, digestOf);
}

/**
 * Verifies a PKCS#1 v1.5 signature over a digest. WebCrypto wants the whole message for that, and knows no MD5.
 *
 * @returns never throws but what `digestOf` throws
 */
export async function checkRsaDigest(
  spki: Uint8Array,
  signature: Uint8Array,
  digestOf: (name: DigestName) => Promise<Uint8Array>,
): Promise<RsaVerdict> {
  let key: { n: Uint8Array; e: Uint8Array } | undefined;
  try {
    key = readKey(spki);
  } catch {
    return { outcome: 'unsupported' };
  }
  if (!key) return { outcome: 'unsupported' };
  if (signature.length !== key.n.length || numberOf(signature) >= numberOf(key.n))
    return { outcome: 'invalid' };
  const block = power(signature, key.e, key.n);
  for (const [digest, id] of DIGESTS) {
    const size = DIGEST_BYTES[digest];
    const head = headOf(block.length, id, size);
    if (!head || !bytesEqual(block.subarray(0, -size), head)) continue;
    const matches = bytesEqual(block.subarray(-size), await digestOf(digest));
    return { outcome: matches ? 'valid' : 'invalid', digest };
  }
  return { outcome: 'invalid' };
}

/**
 * The same for SHA-256, at once: for rules that cannot wait.
 *
 * @returns false also for keys that are none for this; never throws
 */
export function isRsaSignatureNow(spki: Uint8Array, signature: Uint8Array, sha256: Uint8Array): boolean {
  try {
    const key = readKey(spki);
    if (!key || signature.length !== key.n.length || numberOf(signature) >= numberOf(key.n)) return false;
    const head = headOf(signature.length, OID.sha256, sha256.length);
    return head !== undefined && bytesEqual(power(signature, key.e, key.n), concatBytes(head, sha256));
  } catch {
    return false;
  }
}

/** EMSA-PKCS1-v1_5 up to the digest: everything else is known, so that nothing can be hidden in it. */
function headOf(blockBytes: number, digestId: string, digestBytes: number): Uint8Array | undefined {
  const empty = octetString(new Uint8Array(digestBytes));
  const info = sequence(sequence(oid(digestId), NULL), empty).subarray(0, -digestBytes);
  const padding = blockBytes - info.length - digestBytes - 3;
  if (padding < 8) return undefined;
  return concatBytes(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info);
}

function readKey(spki: Uint8Array): { n: Uint8Array; e: Uint8Array } | undefined {
  const key = rsaKeyOf(spki);
  if (!key) return undefined;
  const parts = fields(readDer(key), 'RSAPublicKey', TAG.sequence);
  const n = magnitudeOf(integerOf(parts.next('modulus')));
  const e = magnitudeOf(integerOf(parts.next('publicExponent')));
  parts.end();
  // RFC 8017 §3.1: e is odd and at least 3; with 1 everybody could sign
  if ((e.at(-1) ?? 0) % 2 === 0 || (e.length === 1 && e[0] === 1)) return undefined;
  return n.length <= MAX_MODULUS_BYTES && n.length > 0 && e.length <= MAX_EXPONENT_BYTES
    ? { n, e }
    : undefined;
}

function magnitudeOf(content: Uint8Array): Uint8Array {
  return content[0] === 0 ? content.subarray(1) : content;
}

/** base ^ exponent mod modulus, as long as the modulus. */
function power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  const n = numberOf(modulus);
  let square = numberOf(base) % n;
  let result = 1n;
  for (let e = numberOf(exponent); e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  const hex = result.toString(16).padStart(modulus.length * 2, '0');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}

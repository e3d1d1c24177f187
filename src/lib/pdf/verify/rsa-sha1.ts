import { bufferSource, bytesEqual, concatBytes } from '../../keys';
import { DER, derContents, derSeries } from './der';
import type { ProblemCode } from './report';

/** DER of DigestInfo up to the SHA-1 digest (RFC 8017 §9.2 note 1). */
const DIGEST_INFO = Uint8Array.from([
  ...[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14],
]);

/** RSA keys beyond this are hostile: the arithmetic below takes its time. */
const MAX_MODULUS_BYTES = 1024;

/**
 * Verifies `adbe.x509.rsa_sha1` (ISO 32000-2 12.8.3.2): a PKCS#1 v1.5 signature of a SHA-1 digest. WebCrypto wants the
 * whole document for that, and the document is hashed already.
 *
 * @param contents DER OCTET STRING with the signature, possibly padded with zeros
 * @returns what is wrong; undefined where nothing is
 */
export async function verifyRsaSha1(
  certificate: Uint8Array,
  contents: Uint8Array,
  digest: Uint8Array,
): Promise<ProblemCode | undefined> {
  const signature = octetString(contents);
  if (!signature) return 'signature-unreadable';
  let key: { n: Uint8Array; e: Uint8Array } | undefined;
  try {
    key = await publicKey(certificate);
  } catch {
    return 'unsupported-algorithm';
  }
  if (!key || key.n.length > MAX_MODULUS_BYTES || key.e.length > 8) return 'unsupported-algorithm';
  if (signature.length !== key.n.length) return 'signature-mismatch';
  const block = power(signature, key.e, key.n);
  const padding = key.n.length - DIGEST_INFO.length - digest.length - 3;
  if (padding < 8) return 'signature-mismatch';
  const expected = concatBytes(
    ...[Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), DIGEST_INFO, digest],
  );
  return bytesEqual(block, expected) ? undefined : 'signature-mismatch';
}

function octetString(der: Uint8Array): Uint8Array | undefined {
  const [element] = derSeries(der, 1) ?? [];
  if (element?.tag !== DER.octetString) return undefined;
  return der.subarray(element.raw.length).every((byte) => byte === 0) ? element.content : undefined;
}

async function publicKey(certificate: Uint8Array): Promise<{ n: Uint8Array; e: Uint8Array } | undefined> {
  const spki = subjectPublicKeyInfo(certificate);
  if (!spki) return undefined;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('spki', bufferSource(spki), algorithm, true, ['verify']);
  const { n, e } = await crypto.subtle.exportKey('jwk', key);
  return n && e ? { n: base64Url(n), e: base64Url(e) } : undefined;
}

/** RFC 5280 §4.1: the seventh element of a tbsCertificate that begins with its version, else the sixth. */
function subjectPublicKeyInfo(certificate: Uint8Array): Uint8Array | undefined {
  const [content] = derContents(certificate, [DER.sequence]) ?? [];
  const [tbsCertificate] = (content && derContents(content, [DER.sequence])) ?? [];
  const elements = tbsCertificate && derSeries(tbsCertificate);
  return elements?.[elements[0]?.tag === 0xa0 ? 6 : 5]?.raw;
}

function base64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
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
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}

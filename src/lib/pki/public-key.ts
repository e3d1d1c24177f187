import { algorithmOf, type AlgorithmIdentifier, type KeyKind } from './algorithm';
import { bitString, NULL, oid, sequence, TAG } from './der';
import { PkiError } from './error';
import { OID } from './oid';
import { fields, readDer } from './tlv';
import { bitsOf, integerOf, oidOf } from './value';

export interface PublicKeyInfo {
  kind: KeyKind;
  /** of the modulus or of the curve's field */
  bits: number;
  algorithm: AlgorithmIdentifier;
  /** SubjectPublicKeyInfo as WebCrypto imports it */
  importable: Uint8Array;
}

const CURVES: Readonly<Record<string, { kind: KeyKind; bits: number }>> = {
  [OID.prime256v1]: { kind: 'P-256', bits: 256 },
  [OID.secp384r1]: { kind: 'P-384', bits: 384 },
  [OID.secp521r1]: { kind: 'P-521', bits: 521 },
};

/**
 * Reads a SubjectPublicKeyInfo.
 *
 * @returns undefined for keys of other kinds
 * @throws PkiError `malformed`
 */
export function readPublicKey(spki: Uint8Array): PublicKeyInfo | undefined {
  const parts = fields(readDer(spki), 'SubjectPublicKeyInfo', TAG.sequence);
  const algorithm = algorithmOf(parts.next('algorithm', TAG.sequence));
  const key = bitsOf(parts.next('subjectPublicKey'));
  parts.end();
  if (algorithm.oid === OID.ecPublicKey) {
    const curve = algorithm.parameters?.tag === TAG.oid ? CURVES[oidOf(algorithm.parameters)] : undefined;
    return curve && { ...curve, algorithm, importable: spki };
  }
  if (algorithm.oid === OID.ed25519) return { kind: 'Ed25519', bits: 256, algorithm, importable: spki };
  // A key for PSS only (RFC 4055 §1.2) is an RSA key all the same; WebCrypto knows it by rsaEncryption only.
  if (algorithm.oid !== OID.rsaEncryption && algorithm.oid !== OID.rsassaPss) return undefined;
  const modulus = integerOf(fields(readDer(key), 'RSAPublicKey', TAG.sequence).next('modulus'));
  const magnitude = modulus[0] === 0 ? modulus.subarray(1) : modulus;
  const bits = magnitude.length * 8 - (Math.clz32(magnitude[0] ?? 0) - 24);
  const importable = sequence(sequence(oid(OID.rsaEncryption), NULL), bitString(key));
  return { kind: 'RSA', bits, algorithm, importable };
}

/** DER of RSAPublicKey; undefined for keys of other kinds, and for such as are for PSS only (RFC 4055 §1.2). */
export function rsaKeyOf(spki: Uint8Array): Uint8Array | undefined {
  return readPublicKey(spki)?.algorithm.oid === OID.rsaEncryption ? subjectPublicKeyOf(spki) : undefined;
}

/** The bits of the key alone, without its algorithm: what OCSP hashes. */
export function subjectPublicKeyOf(spki: Uint8Array): Uint8Array {
  const parts = fields(readDer(spki), 'SubjectPublicKeyInfo', TAG.sequence);
  parts.next('algorithm', TAG.sequence);
  return bitsOf(parts.next('subjectPublicKey'));
}

/**
 * Refuses keys that the profile does not have.
 *
 * @throws PkiError `unsupported-key`
 */
export function checkKeyKind(spki: Uint8Array): PublicKeyInfo {
  const key = readPublicKey(spki);
  const isOurs = key?.kind === 'P-256' || (key?.kind === 'RSA' && key.algorithm.oid === OID.rsaEncryption);
  if (!key || !isOurs || (key.kind === 'RSA' && (key.bits < 2048 || key.bits > 4096))) {
    throw new PkiError('unsupported-key', { algorithm: key?.algorithm.oid, bits: key?.bits });
  }
  return key;
}

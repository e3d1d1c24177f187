import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesEqual } from '../keys';
import { schemeOf, type AlgorithmIdentifier } from './algorithm';
import { readCertificate } from './certificate';
import { readCrl } from './crl-read';
import type { Revocation } from './crl';
import { ecdsaSignatureFromDer } from './ecdsa-signature';
import { OID } from './oid';
import { readPublicKey, subjectPublicKeyOf } from './public-key';
import { isRsaSignatureNow } from './rsa-digest';

/*
 * Verifying without waiting. WebCrypto is asynchronous, and the rules of a ledger may not be: what they say of a
 * record must be said before the next one is looked at, and be the same on every device, which plain arithmetic is.
 * A signature takes about a millisecond here: for records that come a few times a year.
 */

/**
 * Whether a key has signed SHA-256 of `data`.
 *
 * @param spki P-256 or RSA, DER
 * @param signature as a `Signer` gives it: IEEE P1363 (r‖s), PKCS#1 v1.5
 * @returns never throws
 */
export function verifyNow(spki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    const kind = readPublicKey(spki)?.kind;
    if (kind === 'RSA') return isRsaSignatureNow(spki, signature, sha256(data));
    // Either of s and -s is right (SEC 1 §4.1.4): WebCrypto makes both.
    const isEcdsa = kind === 'P-256' && signature.length === 64;
    return isEcdsa && p256.verify(signature, data, subjectPublicKeyOf(spki), { lowS: false });
  } catch {
    return false;
  }
}

/** The same of a signature as X.509 carries it; false for other algorithms than those that are issued with here. */
export function isSignedNow(
  algorithm: AlgorithmIdentifier,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const scheme = schemeOf(algorithm);
  if (scheme?.digest !== 'sha256') return false;
  if (scheme.kind === 'rsa-pkcs1') return verifyNow(spki, data, signature);
  const value = scheme.kind === 'ecdsa' ? ecdsaSignatureFromDer(signature, 32) : undefined;
  return value !== undefined && verifyNow(spki, data, value);
}

/**
 * Whether a signature is one of `standardSignature`, given the object identifier of its algorithm.
 *
 * @returns false also for other algorithms; never throws
 */
export function isStandardSignature(
  algorithm: string,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (algorithm === OID.sha256WithRSAEncryption) return verifyNow(spki, data, signature);
  const value = algorithm === OID.ecdsaWithSHA256 ? ecdsaSignatureFromDer(signature, 32) : undefined;
  return value !== undefined && verifyNow(spki, data, value);
}

/**
 * Whether a certificate is signed by another one's key and names it as its issuer. Whether that one may issue, and
 * ends in a root, `validateChain` tells.
 *
 * @returns false also for what cannot be read
 */
export function isIssuedByNow(certificate: Uint8Array, issuer: Uint8Array): boolean {
  try {
    const [read, by] = [readCertificate(certificate), readCertificate(issuer)];
    // Byte by byte, as they are issued here: RFC 5280 §7.1 compares by Unicode's tables, and engines have their own.
    if (!bytesEqual(read.issuer, by.subject)) return false;
    return isSignedNow(read.signatureAlgorithm, by.spki, read.tbs, read.signature);
  } catch {
    return false;
  }
}

export interface CrlContents {
  number: number;
  thisUpdate: Date;
  nextUpdate: Date;
  revoked: Required<Revocation>[];
}

/**
 * Reads a revocation list as `issueCrl` makes it.
 *
 * @param issuer DER of the certificate that it must be signed by
 * @returns undefined where it is anything else
 */
export function readCrlNow(crl: Uint8Array, issuer: Uint8Array): CrlContents | undefined {
  try {
    const [list, by] = [readCrl(crl), readCertificate(issuer)];
    const { number, nextUpdate, baseNumber } = list;
    if (number === undefined || number.length > 12 || !nextUpdate || baseNumber !== undefined)
      return undefined;
    if (!bytesEqual(list.issuer, by.subject) || list.hasUnknownCritical) return undefined;
    if (!isSignedNow(list.signatureAlgorithm, by.spki, list.tbs, list.signature)) return undefined;
    const revoked = [...list.revoked].map(([serialNumber, { at, reason }]) => ({ serialNumber, at, reason }));
    return { number: parseInt(number, 16), thisUpdate: list.thisUpdate, nextUpdate, revoked };
  } catch {
    return undefined;
  }
}

/** DER SubjectPublicKeyInfo of a certificate. @throws PkiError `malformed` */
export function publicKeyOf(certificate: Uint8Array): Uint8Array {
  return readCertificate(certificate).spki;
}

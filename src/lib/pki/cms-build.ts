import { bytesEqual, sha256, type SigningAlgorithm } from '../keys';
import { SHA256 } from './algorithm';
import { readCertificate } from './certificate';
import { contextTag, encode, octetString, oid, sequence, setOf, TAG, unsignedInteger } from './der';
import { PkiError } from './error';
import { OID } from './oid';
import { signatureAlgorithmOf, standardSignature } from './signer';
import { bytesOfHex } from './value';

export interface SignedDataCertificates {
  /** the signer's, DER */
  certificate: Uint8Array;
  /** DER, issuer first, root last; all go into the message */
  chain: readonly Uint8Array[];
  algorithm: SigningAlgorithm;
}

/** Longest signatures: ECDSA on P-256 in DER (two INTEGERs of 33 bytes), RSA with 2048 bits. */
const MAX_SIGNATURE_BYTES: Readonly<Record<SigningAlgorithm, number>> = { p256: 72, rsa2048: 256 };

/**
 * Makes a detached CMS SignedData (RFC 5652) of one signer at CAdES baseline B-B as PAdES wants it (ETSI EN 319
 * 122-1, EN 319 142-1 §6): signed are content type, message digest and signing-certificate-v2 (RFC 5035). There is
 * no signing-time: in a PDF the time stands in /M.
 *
 * @param o.messageDigest SHA-256 of the content
 * @param o.sign signs SHA-256 of `data`, see `signedAttributesOf`: P1363 for `p256`, PKCS#1 v1.5 for `rsa2048`
 * @returns DER of ContentInfo, never longer than `signedDataSizeBound`
 * @throws PkiError `bad-digest`, `malformed`; what `sign` throws
 */
export async function buildSignedData(
  o: SignedDataCertificates & { messageDigest: Uint8Array; sign(data: Uint8Array): Promise<Uint8Array> },
): Promise<Uint8Array> {
  if (o.messageDigest.length !== 32) throw new PkiError('bad-digest', { length: o.messageDigest.length });
  const signedAttrs = await signedAttributes(o.certificate, o.messageDigest);
  const signature = await standardSignature(o, setOf(signedAttrs));
  return message(o, signedAttrs, signature);
}

/**
 * What `buildSignedData` has signed: DER of the signed attributes, as SET OF (RFC 5652 §5.4; carried as [0] IMPLICIT).
 * Certificate and digest say all of it, so whoever holds the key can make it anew instead of signing what was sent.
 *
 * @throws PkiError `bad-digest`, `malformed`
 */
export async function signedAttributesOf(
  certificate: Uint8Array,
  messageDigest: Uint8Array,
): Promise<Uint8Array> {
  if (messageDigest.length !== 32) throw new PkiError('bad-digest', { length: messageDigest.length });
  return setOf(await signedAttributes(certificate, messageDigest));
}

async function signedAttributes(certificate: Uint8Array, messageDigest: Uint8Array): Promise<Uint8Array[]> {
  return [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(messageDigest)),
    attribute(OID.signingCertificateV2, await signingCertificateV2(certificate)),
  ];
}

/**
 * How many bytes `buildSignedData` needs at most, to leave room before the digest is known. Exact for RSA; ECDSA
 * signatures are up to a few bytes shorter.
 *
 * @throws PkiError `malformed` for a certificate that is none
 */
export function signedDataSizeBound(o: SignedDataCertificates): number {
  const signedAttrs = [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(new Uint8Array(32))),
    attribute(OID.signingCertificateV2, signingCertificateOf(o.certificate, new Uint8Array(32))),
  ];
  return message(o, signedAttrs, new Uint8Array(MAX_SIGNATURE_BYTES[o.algorithm])).length;
}

function message(o: SignedDataCertificates, signedAttrs: Uint8Array[], signature: Uint8Array): Uint8Array {
  const { issuer, serialNumber } = readCertificate(o.certificate);
  const signerInfo = sequence(
    unsignedInteger(1), // sid is issuerAndSerialNumber
    sequence(issuer, integerFromHex(serialNumber)),
    SHA256,
    setOf(signedAttrs, contextTag(0)),
    signatureAlgorithmOf(o.algorithm),
    octetString(signature),
  );
  const signedData = sequence(
    unsignedInteger(1),
    setOf([SHA256]),
    sequence(oid(OID.data)),
    setOf(withoutRepeats([o.certificate, ...o.chain]), contextTag(0)),
    setOf([signerInfo]),
  );
  return sequence(oid(OID.signedData), encode(contextTag(0), signedData));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf([value]));
}

async function signingCertificateV2(certificate: Uint8Array): Promise<Uint8Array> {
  return signingCertificateOf(certificate, await sha256(certificate));
}

/** RFC 5035 §3: one ESSCertIDv2; SHA-256 is the default and therefore left away in DER. */
function signingCertificateOf(certificate: Uint8Array, certHash: Uint8Array): Uint8Array {
  const { issuer, serialNumber } = readCertificate(certificate);
  const issuerNames = sequence(encode(contextTag(4), issuer)); // GeneralNames of one directoryName
  const issuerSerial = sequence(issuerNames, integerFromHex(serialNumber));
  return sequence(sequence(sequence(octetString(certHash), issuerSerial)));
}

function integerFromHex(hex: string): Uint8Array {
  return encode(TAG.integer, bytesOfHex(hex));
}

function withoutRepeats(certificates: readonly Uint8Array[]): Uint8Array[] {
  return certificates.filter(
    (certificate, index) => !certificates.slice(0, index).some((earlier) => bytesEqual(earlier, certificate)),
  );
}

import type { DigestName } from '../keys';
import { algorithmOf, digestNameOf, type AlgorithmIdentifier } from './algorithm';
import { readCertificate } from './certificate';
import { contextTag, encode, primitiveContextTag, TAG } from './der';
import { malformed } from './error';
import { OID } from './oid';
import { fields, inside, isDer, readFirst, toDer, type Tlv } from './tlv';
import { hexOf, integerOf, octetsOf, oidOf, smallIntegerOf } from './value';

/** A CMS SignedData (RFC 5652 §5) as it was read; nothing of it is verified yet. */
export interface ParsedSignedData {
  /** DER, in the order of the message; without those that cannot be read */
  certificates: Uint8Array[];
  /** how many certificates could not be read */
  unreadableCertificates: number;
  /** DER */
  crls: Uint8Array[];
  /** DER of OCSP responses (RFC 5940) */
  ocsps: Uint8Array[];
  signers: ParsedSigner[];
  /** object identifier */
  eContentType: string;
  /** Of a message that is not detached. In `adbe.pkcs7.sha1` it is SHA-1 of the byte ranges: the caller compares. */
  eContent?: Uint8Array;
  /** whether all of it is DER, as PDF wants it, or needs reading as BER */
  isDer: boolean;
  /** length of the message itself; PDF pads behind it with zeros */
  byteLength: number;
  /** something other than zeros stands behind the message */
  hasTrailingData: boolean;
}

export interface ParsedSigner {
  sid: { issuer: Uint8Array; serialNumber: string } | { subjectKeyIdentifier: string };
  digestAlgorithm: AlgorithmIdentifier;
  /** undefined for digests unknown here */
  digestName?: DigestName;
  /** elements of the SET, as they stand in the message */
  signedAttrs?: Uint8Array;
  /** values by object identifier; more than one entry of a type is kept as it came */
  signedAttributes: readonly CmsAttribute[];
  unsignedAttributes: readonly CmsAttribute[];
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
}

export interface CmsAttribute {
  type: string;
  values: readonly Tlv[];
}

/**
 * Reads a CMS message. BER is accepted, as RFC 5652 has it; a certificate that is broken does not break the rest.
 *
 * @param bytes ContentInfo, possibly followed by padding
 * @throws PkiError `malformed`, and nothing else
 */
export function parseSignedData(bytes: Uint8Array): ParsedSignedData {
  const outer = readFirst(bytes);
  const contentInfo = fields(outer, 'ContentInfo', TAG.sequence);
  if (oidOf(contentInfo.next('contentType')) !== OID.signedData) throw malformed('contentType');
  const content = inside(contentInfo.next('content', contextTag(0)), 'content');
  contentInfo.end();

  const parts = fields(content, 'SignedData', TAG.sequence);
  smallIntegerOf(parts.next('version'));
  parts.next('digestAlgorithms', TAG.set);
  const encapsulated = fields(parts.next('encapContentInfo', TAG.sequence), 'encapContentInfo');
  const eContentType = oidOf(encapsulated.next('eContentType'));
  const eContent = encapsulated.optional(contextTag(0));
  encapsulated.end();
  const certificates = parts.optional(contextTag(0));
  const crls = parts.optional(contextTag(1));
  const signers = fields(parts.next('signerInfos', TAG.set), 'signerInfos').all(readSigner);
  parts.end();

  return {
    ...readCertificateSet(certificates),
    crls: crls ? ofTag(crls, TAG.sequence) : [],
    ocsps: crls ? answersIn(crls) : [],
    signers,
    eContentType,
    eContent: eContent && contentOctets(inside(eContent, 'eContent')),
    isDer: isDerAllThrough(outer),
    byteLength: outer.raw.length,
    hasTrailingData: bytes.subarray(outer.raw.length).some((byte) => byte !== 0),
  };
}

/** RFC 5652 §5.2.1: PKCS#7 had content of any type, and signed it without tag and length. */
function contentOctets(element: Tlv): Uint8Array {
  return (element.tag & ~0x20) === TAG.octetString ? octetsOf(element) : element.content;
}

function readCertificateSet(element: Tlv | undefined): {
  certificates: Uint8Array[];
  unreadableCertificates: number;
} {
  const encoded = element ? ofTag(element, TAG.sequence) : []; // other choices: attribute certificates, other formats
  const certificates = encoded.filter(isCertificate);
  return { certificates, unreadableCertificates: encoded.length - certificates.length };
}

/** RFC 5940 §2: [1] of the format's identifier and, for OCSP, an OCSPResponse; other formats are left out. */
function answersIn(set: Tlv): Uint8Array[] {
  return fields(set, 'SET')
    .rest()
    .filter(({ tag }) => tag === contextTag(1))
    .flatMap((element) => {
      const parts = fields(element, 'OtherRevocationInfoFormat');
      const format = oidOf(parts.next('otherRevInfoFormat'));
      return format === OID.ocspRevocationInfo ? [parts.next('otherRevInfo').raw] : [];
    });
}

function ofTag(set: Tlv, tag: number): Uint8Array[] {
  return fields(set, 'SET')
    .rest()
    .filter((element) => element.tag === tag)
    .map(({ raw }) => raw);
}

function isCertificate(der: Uint8Array): boolean {
  try {
    readCertificate(der);
    return true;
  } catch {
    return false;
  }
}

function readSigner(element: Tlv): ParsedSigner {
  const parts = fields(element, 'SignerInfo', TAG.sequence);
  smallIntegerOf(parts.next('version'));
  const sid = readSignerIdentifier(parts.next('sid'));
  const digestAlgorithm = algorithmOf(parts.next('digestAlgorithm', TAG.sequence));
  const signedAttrs = parts.optional(contextTag(0));
  const signatureAlgorithm = algorithmOf(parts.next('signatureAlgorithm', TAG.sequence));
  const signature = octetsOf(parts.next('signature'));
  const unsignedAttrs = parts.optional(contextTag(1));
  parts.end();
  return {
    sid,
    digestAlgorithm,
    digestName: digestNameOf(digestAlgorithm),
    signedAttrs: signedAttrs?.content,
    signedAttributes: signedAttrs ? fields(signedAttrs, 'signedAttrs').all(readAttribute) : [],
    unsignedAttributes: unsignedAttrs ? fields(unsignedAttrs, 'unsignedAttrs').all(readAttribute) : [],
    signatureAlgorithm,
    signature,
  };
}

function readSignerIdentifier(element: Tlv): ParsedSigner['sid'] {
  if (element.tag === primitiveContextTag(0)) return { subjectKeyIdentifier: hexOf(element.content) };
  const parts = fields(element, 'IssuerAndSerialNumber', TAG.sequence);
  const issuer = parts.next('issuer', TAG.sequence).raw;
  const serialNumber = hexOf(integerOf(parts.next('serialNumber')));
  parts.end();
  return { issuer, serialNumber };
}

function readAttribute(element: Tlv): CmsAttribute {
  const parts = fields(element, 'Attribute', TAG.sequence);
  const type = oidOf(parts.next('attrType'));
  const values = fields(parts.next('attrValues', TAG.set), 'attrValues').rest();
  parts.end();
  return { type, values };
}

function isDerAllThrough(element: Tlv): boolean {
  try {
    return isDer(element);
  } catch {
    return false;
  }
}

/**
 * The bytes that a signature over attributes may cover (RFC 5652 §5.4: DER of SET OF, not the [0] of the message).
 * Some writers signed the attributes as they stood, unsorted or not DER: both readings are given then.
 *
 * @throws PkiError `malformed`
 */
export function signedAttributeReadings(signedAttrs: Uint8Array): { readings: Uint8Array[]; isDer: boolean } {
  const asWritten = encode(TAG.set, signedAttrs);
  const element = readFirst(asWritten);
  if (isDerAllThrough(element)) return { readings: [asWritten], isDer: true };
  return { readings: [asWritten, toDer(element)], isDer: false };
}

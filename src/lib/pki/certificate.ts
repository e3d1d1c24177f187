import { bytesEqual } from '../keys';
import { algorithmOf, type AlgorithmIdentifier } from './algorithm';
import { contextTag, primitiveContextTag, TAG } from './der';
import { malformed } from './error';
import { extensionsOf, type Extensions } from './extension';
import { fields, inside, readDer } from './tlv';
import { bitsOf, hexOf, integerOf, smallIntegerOf, timeOf } from './value';

/** A certificate as it was read. Byte arrays are views on the DER, in the very bytes that were signed. */
export interface Certificate {
  raw: Uint8Array;
  tbs: Uint8Array;
  version: 1 | 2 | 3;
  /** content of the INTEGER, hexadecimal */
  serialNumber: string;
  issuer: Uint8Array;
  subject: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  spki: Uint8Array;
  extensions: Extensions;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
}

/** @throws PkiError `malformed` */
export function readCertificate(der: Uint8Array): Certificate {
  const outer = fields(readDer(der), 'Certificate', TAG.sequence);
  const tbs = outer.next('tbsCertificate', TAG.sequence);
  const signatureAlgorithm = algorithmOf(outer.next('signatureAlgorithm', TAG.sequence));
  const signature = bitsOf(outer.next('signatureValue'));
  outer.end();

  const parts = fields(tbs, 'TBSCertificate');
  const version = parts.optional(contextTag(0));
  const serialNumber = integerOf(parts.next('serialNumber'));
  const innerAlgorithm = parts.next('signature', TAG.sequence);
  const issuer = parts.next('issuer', TAG.sequence);
  const validity = fields(parts.next('validity', TAG.sequence), 'Validity');
  const notBefore = timeOf(validity.next('notBefore'));
  const notAfter = timeOf(validity.next('notAfter'));
  validity.end();
  const subject = parts.next('subject', TAG.sequence);
  const spki = parts.next('subjectPublicKeyInfo', TAG.sequence);
  parts.optional(primitiveContextTag(1));
  parts.optional(primitiveContextTag(2));
  const extensions = parts.optional(contextTag(3));
  parts.end();
  // RFC 5280 §4.1.1.2: the algorithm outside the signature is the one that was signed
  if (!bytesEqual(innerAlgorithm.raw, signatureAlgorithm.raw)) throw malformed('signatureAlgorithm');

  return {
    raw: der,
    tbs: tbs.raw,
    version: versionOf(version && smallIntegerOf(inside(version, 'version'))),
    serialNumber: hexOf(serialNumber),
    issuer: issuer.raw,
    subject: subject.raw,
    notBefore,
    notAfter,
    spki: spki.raw,
    extensions: extensions ? extensionsOf(inside(extensions, 'extensions')) : new Map(),
    signatureAlgorithm,
    signature,
  };
}

function versionOf(number = 0): Certificate['version'] {
  if (number === 0) return 1;
  if (number === 1) return 2;
  if (number === 2) return 3;
  throw malformed('version');
}

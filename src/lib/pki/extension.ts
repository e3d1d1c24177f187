import { contextTag, TAG } from './der';
import { malformed } from './error';
import { OID } from './oid';
import { fields, readDer, type Tlv } from './tlv';
import { booleanOf, hexOf, namedBitsOf, octetsOf, oidOf, smallIntegerOf } from './value';

interface Extension {
  critical: boolean;
  /** DER of the extension's own type */
  value: Uint8Array;
}

export type Extensions = ReadonlyMap<string, Extension>;

/** Reads `Extensions`; one that occurs twice is an error (RFC 5280 §4.2). */
export function extensionsOf(element: Tlv): Extensions {
  const extensions = new Map<string, Extension>();
  for (const item of fields(element, 'Extensions', TAG.sequence).rest()) {
    const parts = fields(item, 'Extension', TAG.sequence);
    const id = oidOf(parts.next('extnID'));
    const critical = parts.optional(TAG.boolean);
    const value = octetsOf(parts.next('extnValue', TAG.octetString));
    parts.end();
    if (extensions.has(id)) throw malformed(`extension ${id} twice`);
    extensions.set(id, { critical: critical !== undefined && booleanOf(critical), value });
  }
  return extensions;
}

/** RFC 5280 §4.2.1.3, by bit number. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsageName = (typeof KEY_USAGES)[number];

/** undefined without the extension: then every use is allowed. */
export function keyUsageOf(extensions: Extensions): KeyUsageName[] | undefined {
  const extension = extensions.get(OID.keyUsage);
  return extension && namedBitsOf(readDer(extension.value)).flatMap((bit) => KEY_USAGES[bit] ?? []);
}

/** Object identifiers; undefined without the extension. */
export function extendedKeyUsageOf(extensions: Extensions): string[] | undefined {
  const extension = extensions.get(OID.extKeyUsage);
  return extension && fields(readDer(extension.value), 'extKeyUsage', TAG.sequence).all(oidOf);
}

export interface BasicConstraints {
  isCa: boolean;
  /** how many intermediate CAs may follow; unlimited if undefined */
  pathLength?: number;
}

export function basicConstraintsOf(extensions: Extensions): BasicConstraints {
  const extension = extensions.get(OID.basicConstraints);
  if (!extension) return { isCa: false };
  const parts = fields(readDer(extension.value), 'basicConstraints', TAG.sequence);
  const isCa = parts.optional(TAG.boolean);
  const pathLength = parts.optional(TAG.integer);
  parts.end();
  return {
    isCa: isCa !== undefined && booleanOf(isCa),
    pathLength: pathLength && smallIntegerOf(pathLength),
  };
}

/** Hexadecimal. */
export function subjectKeyIdentifierOf(extensions: Extensions): string | undefined {
  const extension = extensions.get(OID.subjectKeyIdentifier);
  return extension && hexOf(octetsOf(readDer(extension.value)));
}

/** The key identifier of the issuer's key, hexadecimal, where the extension gives one. */
export function authorityKeyIdentifierOf(extensions: Extensions): string | undefined {
  const extension = extensions.get(OID.authorityKeyIdentifier);
  if (!extension) return undefined;
  const parts = fields(readDer(extension.value), 'authorityKeyIdentifier', TAG.sequence).rest();
  const keyIdentifier = parts.find((part) => part.tag === (contextTag(0) & ~0x20));
  return keyIdentifier && hexOf(keyIdentifier.content);
}

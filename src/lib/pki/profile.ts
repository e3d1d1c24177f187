import { sha256 } from '../keys';
import {
  contextTag,
  encode,
  namedBits,
  octetString,
  oid,
  primitiveContextTag,
  sequence,
  TRUE,
  unsignedInteger,
} from './der';
import { KEY_USAGES, type KeyUsageName } from './extension';
import { OID } from './oid';
import { subjectPublicKeyOf } from './public-key';

/** The extensions of our certificates (RFC 5280 §4.2), as a list of DER. Critical ones are those that it wants so. */
export async function authorityExtensions(
  spki: Uint8Array,
  issuerKeyIdentifier: Uint8Array,
  pathLength?: number,
): Promise<Uint8Array[]> {
  const constraints = pathLength === undefined ? [] : [unsignedInteger(pathLength)];
  return [
    extension(OID.basicConstraints, sequence(TRUE, ...constraints), true),
    keyUsage('keyCertSign', 'cRLSign'),
    await subjectKeyIdentifier(spki),
    authorityKeyIdentifier(issuerKeyIdentifier),
  ];
}

export async function companyExtensions(
  spki: Uint8Array,
  issuerKeyIdentifier: Uint8Array,
): Promise<Uint8Array[]> {
  return [
    keyUsage('digitalSignature', 'nonRepudiation'),
    // emailProtection: readers on NSS trust a signer only with it (or with no extended key usage at all)
    extension(OID.extKeyUsage, sequence(oid(OID.documentSigning), oid(OID.emailProtection))),
    await subjectKeyIdentifier(spki),
    authorityKeyIdentifier(issuerKeyIdentifier),
  ];
}

/** RFC 7093 §2 (1): the leftmost 160 bits of SHA-256 of the public key's bits. */
export async function keyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  return (await sha256(subjectPublicKeyOf(spki))).subarray(0, 20);
}

export function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octetString(value));
}

export function extensionList(extensions: readonly Uint8Array[], tagNumber: number): Uint8Array {
  return encode(contextTag(tagNumber), sequence(...extensions));
}

export function authorityKeyIdentifier(identifier: Uint8Array): Uint8Array {
  return extension(OID.authorityKeyIdentifier, sequence(encode(primitiveContextTag(0), identifier)));
}

function keyUsage(...names: KeyUsageName[]): Uint8Array {
  return extension(OID.keyUsage, namedBits(...names.map((name) => KEY_USAGES.indexOf(name))), true);
}

async function subjectKeyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  return extension(OID.subjectKeyIdentifier, octetString(await keyIdentifier(spki)));
}

import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64url, type AuthorId } from '../ledger';
import { publicKeyOf } from '../pki';
import type { PlatformSlice } from '../platform';
import type { CertificateSlice, PlatformCertificate } from './state';

/** Names a key by SHA-256 of its SubjectPublicKeyInfo, base64url. */
export function keyName(spki: Uint8Array): string {
  return encodeBase64url(sha256(spki));
}

/** Names the key of a certificate. @param certificate DER */
export function keyNameOf(certificate: Uint8Array): string {
  return keyName(publicKeyOf(certificate));
}

/** Issuing certificates that an operator has or had, DER, the present one first. */
export function issuersOf({ founded }: PlatformSlice, operator: AuthorId): Uint8Array[] {
  const present = founded?.issuers.get(operator);
  const former = founded?.formerIssuers.filter(({ author }) => author === operator) ?? [];
  return [...(present ? [present] : []), ...former.map(({ certificate }) => certificate)];
}

/** Revoked certificates that a key has issued, in the order of the platform. @param issuingKey see `keyName` */
export function revokedOf(state: CertificateSlice, issuingKey: string): PlatformCertificate[] {
  const names = new Map<Uint8Array, string>();
  return [...state.certificates.values()].filter(({ revoked, issuer }) => {
    if (!revoked) return false;
    const name = names.get(issuer) ?? keyNameOf(issuer);
    names.set(issuer, name);
    return name === issuingKey;
  });
}

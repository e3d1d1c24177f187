import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { publicKeyOf, type IssuerRegister } from '../pki';
import { keyNameOf } from './issuing-key';
import type { CertificateState } from './kinds/pieces';
import type { PlatformCertificate } from './state';

/**
 * What a platform's records say of the certificates of each issuing key that it has or had. It needs no list: what an
 * operator issued who is gone can be revoked by another, and what they go on issuing was never issued.
 */
export function registersOf(state: Pick<CertificateState, 'founded' | 'certificates'>): IssuerRegister[] {
  const { founded } = state;
  if (!founded) return [];
  const present = new Set([...founded.issuers.values()].map(keyNameOf));
  const issuers = new Map<string, Uint8Array[]>();
  for (const issuer of [
    ...founded.issuers.values(),
    ...founded.formerIssuers.map((one) => one.certificate),
  ]) {
    const name = keyNameOf(issuer);
    issuers.set(name, [...(issuers.get(name) ?? []), issuer]);
  }
  const issued = issuedBy(state.certificates.values());
  return [...issuers].map(([name, certificates]) => {
    const own = issued.get(name) ?? [];
    const revoked = own.flatMap(({ serial, revoked: by }) =>
      by ? [{ serialNumber: serial, at: by.at, reason: by.reason }] : [],
    );
    const register = { spki: publicKeyOf(certificates[0]!), issuers: certificates, revoked };
    if (present.has(name)) return register;
    return { ...register, complete: own.map(({ certificate }) => bytesToHex(sha256(certificate))) };
  });
}

/** Certificates by the name of the key that has issued them. */
function issuedBy(certificates: Iterable<PlatformCertificate>): Map<string, PlatformCertificate[]> {
  const names = new Map<Uint8Array, string>();
  const issued = new Map<string, PlatformCertificate[]>();
  for (const one of certificates) {
    const name = names.get(one.issuer) ?? keyNameOf(one.issuer);
    names.set(one.issuer, name);
    const own = issued.get(name);
    if (own) own.push(one);
    else issued.set(name, [one]);
  }
  return issued;
}

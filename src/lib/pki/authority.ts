import { readCertificate } from './certificate';
import { basicConstraintsOf, keyUsageOf } from './extension';
import { checkKeyKind } from './public-key';

/** An authority, as its own certificate says; who vouches for it is not asked. */
export interface AuthorityInfo {
  /** DER SubjectPublicKeyInfo: P-256, or RSA of 2048 to 4096 bits */
  spki: Uint8Array;
  notBefore: Date;
  /** the last second that counts */
  notAfter: Date;
  /** CAs that may follow below; undefined: as many as there are */
  pathLength?: number;
}

/**
 * Reads a CA's certificate: version 3, CA, a key that may sign certificates and CRLs.
 *
 * @returns undefined where it is anything else; never throws
 */
export function authorityOf(certificate: Uint8Array): AuthorityInfo | undefined {
  try {
    const { version, extensions, spki, notBefore, notAfter } = readCertificate(certificate);
    checkKeyKind(spki);
    const { isCa, pathLength } = basicConstraintsOf(extensions);
    const usages = keyUsageOf(extensions) ?? [];
    const signs = usages.includes('keyCertSign') && usages.includes('cRLSign');
    if (version !== 3 || !isCa || !signs) return undefined;
    return { spki, notBefore, notAfter, ...(pathLength !== undefined && { pathLength }) };
  } catch {
    return undefined;
  }
}

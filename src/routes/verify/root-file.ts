import { readCertificate } from '../certificate-details';

export interface RootInFile {
  name: string;
  /** SHA-256, hexadecimal in pairs, as people compare it */
  fingerprint: string;
  trial: boolean;
  notBefore: Date;
  notAfter: Date;
}

/** The roots in a PEM, DER or PKCS#7 file, to be looked at before any of it is trusted; none where it has none. */
export async function rootsIn(file: Uint8Array): Promise<RootInFile[]> {
  const { certificateFingerprint } = await import('$lib/pki');
  const { certificatesIn } = await import('$lib/certificate');
  const roots: RootInFile[] = [];
  for (const der of await certificatesIn(file)) {
    try {
      const { commonName, isCa, selfIssued, trial, notBefore, notAfter } = await readCertificate(der);
      if (!isCa || !selfIssued) continue;
      const fingerprint = pairs(await certificateFingerprint(der));
      roots.push({ name: commonName, fingerprint, trial, notBefore, notAfter });
    } catch {
      // not a certificate
    }
  }
  return roots;
}

export function pairs(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(' ');
}

import type { CertificateInfo } from '$lib/pki';

/** Reads a certificate (DER); what knows certificates is loaded by the first call. */
export async function readCertificate(der: Uint8Array): Promise<CertificateInfo> {
  const { describeCertificate } = await import('$lib/pki');
  return describeCertificate(der);
}

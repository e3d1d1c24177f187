import type { CertificateState } from '$lib/certificate';
import { readCrlNow, type CrlContents } from '$lib/pki';

/** The newest list of an issuing key. @param issuing DER of its certificate @returns undefined before the first one */
export function ownList(
  { crls }: Pick<CertificateState, 'crls'>,
  issuing: Uint8Array,
): (CrlContents & { crl: Uint8Array }) | undefined {
  for (const { crl } of crls.values()) {
    const contents = readCrlNow(crl, issuing);
    if (contents) return { ...contents, crl };
  }
  return undefined;
}

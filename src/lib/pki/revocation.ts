import { schemeOf } from './algorithm';
import type { Certificate } from './certificate';
import { readCrl, type Crl, type RevokedEntry } from './crl-read';
import { keyUsageOf } from './extension';
import { comparableName } from './name';
import { OID } from './oid';
import { checkSignature } from './signature-check';

export type RevocationStatus =
  | { revoked: 'no' | 'unknown'; outdated: boolean }
  /** `later`: the revocation came after the time in question */
  | ({ revoked: 'yes' | 'later' } & RevokedEntry);

/** Extensions of a list that are understood here; a critical other one makes it useless (RFC 5280 §5.2). */
const KNOWN = new Set<string>([OID.authorityKeyIdentifier, OID.cRLNumber, OID.issuerAltName]);

/** Reads revocation lists; what is none is left out. */
export function readCrls(ders: readonly Uint8Array[]): Crl[] {
  return ders.flatMap((der) => {
    try {
      return [readCrl(der)];
    } catch {
      return [];
    }
  });
}

/**
 * What the lists of a certificate's issuer say about it (RFC 5280 §6.3). Lists of other issuers, badly signed ones,
 * partial ones (delta, by distribution point, indirect) are left aside.
 *
 * A list that is newer than `at` counts: what was revoked by then is still on it, unless the certificate had expired
 * before the list was made.
 */
export async function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  at: Date,
): Promise<RevocationStatus> {
  let isKnown = false;
  let outdated = false;
  let later: RevokedEntry | undefined;
  for (const crl of crls) {
    if (!(await isListOf(issuer, crl))) continue;
    const entry = crl.revoked.get(certificate.serialNumber);
    if (entry && entry.reason !== 'removeFromCRL') {
      if (entry.at <= at) return { revoked: 'yes', ...entry };
      later = entry;
    } else if (crl.thisUpdate > at) {
      isKnown ||= crl.thisUpdate <= certificate.notAfter;
    } else if (crl.nextUpdate === undefined || crl.nextUpdate >= at) {
      isKnown = true;
    } else {
      outdated = true;
    }
  }
  if (later) return { revoked: 'later', ...later };
  return isKnown ? { revoked: 'no', outdated: false } : { revoked: 'unknown', outdated };
}

/** Never throws: a list or an issuer that cannot be read is no source. */
async function isListOf(issuer: Certificate, crl: Crl): Promise<boolean> {
  try {
    if (comparableName(crl.issuer) !== comparableName(issuer.subject) || crl.hasUnknownCritical) return false;
    if ([...crl.extensions].some(([id, { critical }]) => critical && !KNOWN.has(id))) return false;
    if (keyUsageOf(issuer.extensions)?.includes('cRLSign') === false) return false;
    const scheme = schemeOf(crl.signatureAlgorithm);
    return (
      scheme !== undefined && (await checkSignature(scheme, issuer.spki, crl.tbs, crl.signature)) === 'valid'
    );
  } catch {
    return false;
  }
}

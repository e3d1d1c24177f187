import { encodeBase64url, type RecordId } from '../ledger';
import { issueCrl, readCrlNow, type Revocation, type Signer } from '../pki';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import { issuersOf, keyNameOf, revokedOf } from './issuing-key';
import { certificateRevoked, type COMPANY_REVOCATION_REASONS } from './kinds/certificate-revoked';
import { crlPublished, MAX_CRL_BYTES } from './kinds/crl-published';
import type { CertificateState } from './kinds/pieces';
import type { PlatformCertificate } from './state';

export type CompanyRevocationReason = (typeof COMPANY_REVOCATION_REASONS)[number];

/** How long a list counts: devices that are offline for longer say that they do not know. */
const CRL_LIFE_MS = 30 * 86_400_000;

/** A new list is due so long before the old one ends. */
const CRL_RENEWAL_MS = 7 * 86_400_000;

/** A serial number, a time and a reason with their headers, and some to spare. */
const ENTRY_BYTES = 60;
const MAX_ENTRIES = Math.floor((MAX_CRL_BYTES - 1024) / ENTRY_BYTES);

/**
 * Revokes a certificate, for good. It is on the next list.
 *
 * @param o.at from when on, ms since the epoch; default now
 * @throws EnrolmentError `not-permitted`, `bad-details`; what the writer throws
 */
export function revokeCertificate(
  desk: CertificateDesk,
  o: { serial: string; reason: CompanyRevocationReason; note: string; at?: number },
): Promise<RecordId> {
  const { at = desk.now, ...rest } = o;
  return writeChecked(desk, certificateRevoked, { ...rest, at });
}

/**
 * Publishes the list of what an operator's issuing key has issued and the records say is revoked.
 *
 * @param signer of the operator's issuing key
 * @throws EnrolmentError `not-certified`, `not-permitted`; PkiError `key-mismatch`; what signer and writer throw
 */
export async function publishCrl(desk: CertificateDesk, signer: Signer): Promise<RecordId> {
  const { state, writer, now } = desk;
  const [issuing] = issuersOf(state, writer.author);
  if (!issuing) throw new EnrolmentError('not-certified');
  const key = keyNameOf(issuing);
  const number = (state.crls.get(key)?.number ?? 0) + 1;
  const crl = await issueCrl({
    issuer: { certificate: issuing, signer },
    number,
    thisUpdate: new Date(now),
    nextUpdate: new Date(now + CRL_LIFE_MS),
    revoked: entriesOf(revokedOf(state, key), now),
  });
  return writeChecked(desk, crlPublished, { number, crl: encodeBase64url(crl) });
}

/** All, so that old documents can be judged; where they are too many, those that have ended are left out, oldest first. */
function entriesOf(revoked: readonly PlatformCertificate[], now: number): Revocation[] {
  const inForce = revoked.filter(({ notAfter }) => notAfter >= now);
  const ended = revoked.filter(({ notAfter }) => notAfter < now);
  const room = Math.max(0, MAX_ENTRIES - inForce.length);
  return [...(room > 0 ? ended.slice(-room) : []), ...inForce].map(({ serial, revoked: revocation }) => ({
    serialNumber: serial,
    at: new Date(revocation!.at),
    reason: revocation!.reason,
  }));
}

/** Why an issuing key's operator should publish a list now: undefined where there is no need. */
export function crlDue(
  state: CertificateState,
  operator: CertificateDesk['writer']['author'],
  now: number,
): 'first' | 'revocations' | 'ends-soon' | undefined {
  const issuing = state.founded?.issuers.get(operator);
  if (!issuing) return undefined;
  const key = keyNameOf(issuing);
  const published = state.crls.get(key);
  const revoked = revokedOf(state, key);
  if (!published) return revoked.length > 0 || hasIssued(state, operator) ? 'first' : undefined;
  const listed = new Set(readCrlNow(published.crl, issuing)?.revoked.map(({ serialNumber }) => serialNumber));
  const isBehind = revoked.some(({ serial, notAfter }) => notAfter >= now && !listed.has(serial));
  if (isBehind) return 'revocations';
  return published.nextUpdate - now < CRL_RENEWAL_MS ? 'ends-soon' : undefined;
}

function hasIssued(state: CertificateState, operator: CertificateDesk['writer']['author']): boolean {
  return [...state.certificates.values()].some(({ issuedBy }) => issuedBy === operator);
}

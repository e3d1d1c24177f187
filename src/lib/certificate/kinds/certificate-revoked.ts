import * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import { reason, type CertificateKind } from './pieces';
import { serialNumber } from './serial-number';

/** Reasons of RFC 5280 §5.3.1 that apply to a company's certificate; holding one for a while is none of them. */
export const COMPANY_REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const;

const schema = v.strictObject({
  serial: serialNumber,
  reason: v.picklist(COMPANY_REVOCATION_REASONS),
  note: reason,
  /** from when on it is not to be trusted, which may be in the past; ms since the epoch */
  at: fields.instant,
});

/** The platform's and an operator's clock may differ by so much. */
const CLOCKS_MS = 5 * 60_000;

/** A CA operator revokes a certificate, for good. */
export const certificateRevoked: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'certificate.revoked',
  schema,

  authority(state, { author, receivedAt, body }) {
    if (!hasRole(state, author, 'ca-operator')) return 'not-operator';
    const certificate = state.certificates.get(body.serial);
    if (!certificate) return 'no-such-certificate';
    if (certificate.revoked) return 'revoked-already';
    const isPossible = body.at >= certificate.notBefore && body.at <= receivedAt + CLOCKS_MS;
    return isPossible ? undefined : 'impossible-time';
  },

  reduce(state, { author, receivedAt, body }) {
    const { at, reason, note } = body;
    state.certificates.get(body.serial)!.revoked = { at, reason, note, by: author, recordedAt: receivedAt };
  },
};

import * as v from 'valibot';
import { decodeBase64url } from '../../ledger';
import { publicKeyOf, verifyNow } from '../../pki';
import { fields } from '../../platform';
import { readChallenge } from '../../qr';
import { admissionRefusal, admit, deviceLabel } from '../../supplier';
import { loginStatement } from '../answer';
import { isMember } from '../membership';
import { standingOf } from '../standing';
import { isTooLate, keyOf } from './certificate-bound';
import type { CertificateKind } from './pieces';
import { serialNumber } from './serial-number';

/** A computer is logged in by a code for at most so long. */
const MAX_LOGIN_MS = 30 * 24 * 60 * 60_000;

const schema = v.strictObject({
  supplier: fields.recordId,
  serial: serialNumber,
  label: deviceLabel,
  until: fields.instant,
  /** as `newChallenge` gives it */
  challenge: v.pipe(v.string(), v.maxLength(2000), v.regex(/^[\w-]+$/)),
  /** by the certificate's key: see `loginStatement` */
  answer: fields.bytes(512),
});

/**
 * A computer logs in by a code (manual 5): the key of a certificate that is bound to the account has answered its
 * challenge. It is the supplier's device until a stated time. Each challenge answers once.
 */
export const deviceAdmitted: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'certificate.logged-in',
  schema,

  authority(state, { author, platform, at, receivedAt, body }) {
    const { supplier: id, serial, until } = body;
    const supplier = state.suppliers.get(id);
    if (!supplier) return 'no-supplier';
    if (until <= receivedAt) return 'ended-already';
    if (until > receivedAt + MAX_LOGIN_MS) return 'too-long';
    const certificate = state.certificates.get(serial);
    if (!certificate) return 'no-such-certificate';
    if (certificate.bound?.supplier !== id) return 'not-bound-here';
    if (!isMember(state, certificate.enterprise, certificate.person)) return 'not-member';
    const standing = standingOf(certificate, receivedAt);
    if (standing !== 'bound') return standing === 'revoked' || standing === 'expired' ? standing : 'replaced';
    const challenge = readChallenge(body.challenge);
    if (challenge?.by !== author || challenge.purpose !== 'login') return 'bad-challenge';
    if (challenge.platform !== platform) return 'other-platform';
    if (isTooLate(challenge, at, receivedAt)) return 'challenge-expired';
    if (state.answered.has(keyOf(challenge))) return 'answered-already';
    const refusal = admissionRefusal(state, supplier, author, receivedAt);
    if (refusal) return refusal;
    const statement = loginStatement(challenge, { supplier: id, until });
    const isRight = verifyNow(publicKeyOf(certificate.certificate), statement, decodeBase64url(body.answer)!);
    return isRight ? undefined : 'bad-answer';
  },

  reduce(state, { id, author, receivedAt, body }) {
    state.answered.set(keyOf(readChallenge(body.challenge)!), id);
    const { label, until } = body;
    admit(state.suppliers.get(body.supplier)!, author, { label, since: receivedAt, until });
  },
};

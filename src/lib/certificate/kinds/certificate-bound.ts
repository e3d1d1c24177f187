import * as v from 'valibot';
import { decodeBase64url, encodeBase64url, type RecordContext } from '../../ledger';
import { publicKeyOf, verifyNow } from '../../pki';
import { fields } from '../../platform';
import { readChallenge, type Challenge } from '../../qr';
import { answerStatement } from '../answer';
import { isMember } from '../membership';
import { standingOf } from '../standing';
import { accountOf } from '../supplier-link';
import type { CertificateKind, CertificateState } from './pieces';
import { serialNumber } from './serial-number';

const schema = v.strictObject({
  supplier: fields.recordId,
  serial: serialNumber,
  /** as `newChallenge` gives it */
  challenge: v.pipe(v.string(), v.maxLength(2000), v.regex(/^[\w-]+$/)),
  /** by the certificate's key: see `answerStatement` */
  answer: fields.bytes(512),
});

type Body = v.InferOutput<typeof schema>;

/**
 * A supplier's device shows that the certificate's key has answered its challenge: the certificate is bound to the
 * account (manual 3.10). Each challenge answers once. When the answer was given counts, not when the platform hears
 * of it: the device may be offline.
 */
export const certificateBound: CertificateKind<Body> = {
  kind: 'certificate.bound',
  schema,

  authority(state, record) {
    const { author, body } = record;
    const account = accountOf(state, body.supplier, author, record.receivedAt);
    if (!account.isLinked) return 'not-linked';
    if (account.creditCode === undefined) return 'supplier-not-approved';
    const certificate = state.certificates.get(body.serial);
    if (!certificate) return 'no-such-certificate';
    const enterprise = state.enterprises.get(certificate.enterprise);
    if (enterprise?.creditCode !== account.creditCode) return 'other-company';
    if (!isMember(state, certificate.enterprise, certificate.person)) return 'not-member';
    const standing = standingOf(certificate, record.receivedAt);
    if (standing !== 'installed') return STANDING_REFUSALS[standing];
    return answerRefusal(state, certificate.certificate, record);
  },

  reduce(state, { id, receivedAt, body }) {
    const { supplier, serial } = body;
    const certificate = state.certificates.get(serial)!;
    state.answered.set(keyOf(readChallenge(body.challenge)!), id);
    certificate.bound = { supplier, at: receivedAt };
    // Of a person's certificates one is bound to an account: the one before has done its work.
    for (const other of state.people.get(certificate.person)!.certificates) {
      const old = state.certificates.get(other)!;
      const isBefore = old.bound?.supplier === supplier || certificate.replaces === other;
      if (other !== serial && isBefore) old.replacedBy ??= serial;
    }
  },
};

const STANDING_REFUSALS = {
  issued: 'not-installed',
  bound: 'bound-already',
  replaced: 'replaced',
  expired: 'expired',
  revoked: 'revoked',
} as const;

function answerRefusal(
  state: CertificateState,
  certificate: Uint8Array,
  { author, platform, at, receivedAt, body }: RecordContext<Body>,
): string | undefined {
  const challenge = readChallenge(body.challenge);
  if (challenge?.by !== author || challenge.purpose !== 'bind' || challenge.about !== body.supplier)
    return 'bad-challenge';
  if (challenge.platform !== platform) return 'other-platform';
  if (isTooLate(challenge, at, receivedAt)) return 'challenge-expired';
  if (state.answered.has(keyOf(challenge))) return 'answered-already';
  const answer = decodeBase64url(body.answer)!;
  return verifyNow(publicKeyOf(certificate), answerStatement(challenge), answer) ? undefined : 'bad-answer';
}

/** A device may be offline for so long before what it has written arrives. */
const LONGEST_DELAY_MS = 30 * 24 * 60 * 60_000;
const CLOCK_SLACK_MS = 5 * 60_000;

/**
 * Whether an answer was not given in the challenge's time. `at` is the author's clock, who could set it back: it counts
 * for as long as devices may be offline, and no answer can be hoarded beyond that.
 */
export function isTooLate(challenge: Challenge, at: number, receivedAt: number): boolean {
  return (
    at > challenge.expiresAt ||
    at > receivedAt + CLOCK_SLACK_MS ||
    receivedAt > challenge.expiresAt + LONGEST_DELAY_MS
  );
}

/** What an answered challenge is remembered by: no two have one key to agree on. */
export function keyOf({ agreement }: Challenge): string {
  return encodeBase64url(agreement);
}

import type { UnlockedVault } from '../keys';
import { encodeBase64url, type Author, type RecordId } from '../ledger';
import { CHALLENGE_MS, newChallenge, readChallenge, type Challenge, type ShownChallenge } from '../qr';
import { answerStatement, readAnswer, writeAnswer } from './answer';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import type { PlatformIdentity } from './identity';
import { certificateBound } from './kinds/certificate-bound';
import type { CertificateState } from './kinds/pieces';
import { accountOf } from './supplier-link';

/**
 * The challenge that a supplier's desktop shows to bind a certificate (manual 3.10): ten minutes, once.
 *
 * @param o.author the desktop's
 * @throws what the author's `sign` throws
 */
export function challengeToBind(o: {
  platform: string;
  supplier: RecordId;
  author: Author;
  now: number;
}): Promise<ShownChallenge> {
  const { platform, supplier: about, author, now } = o;
  return newChallenge({ purpose: 'bind', platform, about, author, now });
}

/** What the phone shows before it asks for the PIN. */
export type Question =
  | {
      purpose: 'bind';
      challenge: Challenge;
      supplier: RecordId;
      /** who asks: the supplier's account, and its name */
      account: string;
      companyName: string;
    }
  /** a computer wants to be logged in, or to have a document sealed; who it is, nobody knows */
  | { purpose: 'login' | 'seal'; challenge: Challenge }
  /** a computer wants a bid signed; what it says comes after the code */
  | { purpose: 'bid-auth'; challenge: Challenge };

/** By so much may the clocks of two devices differ. */
const CLOCK_SLACK_MS = 5 * 60_000;

/**
 * Reads a challenge on the phone and checks who asks.
 *
 * @param text  as scanned or typed
 * @param state the platform's, as far as it is known here
 * @param now   ms since the epoch
 * @throws EnrolmentError `bad-challenge`, `other-platform`, `challenge-expired`, `clock-differs`, `unknown-challenger`
 */
export function readQuestion(
  text: string,
  { state, platform, now }: { state: CertificateState; platform: string; now: number },
): Question {
  const challenge = readChallenge(text);
  if (!challenge) throw new EnrolmentError('bad-challenge');
  if (challenge.platform !== platform) {
    throw new EnrolmentError('other-platform', { platform: challenge.platform });
  }
  if (now > challenge.expiresAt) throw new EnrolmentError('challenge-expired');
  const ahead = challenge.expiresAt - now - CHALLENGE_MS;
  if (ahead > CLOCK_SLACK_MS)
    throw new EnrolmentError('clock-differs', { minutes: Math.round(ahead / 60_000) });
  const { purpose } = challenge;
  if (purpose === 'login' || purpose === 'seal' || purpose === 'bid-auth') return { purpose, challenge };
  if (purpose !== 'bind') throw new EnrolmentError('bad-challenge');
  const about = (challenge.about ?? '') as RecordId;
  const supplier = state.suppliers.get(about);
  const { isLinked } = accountOf(state, about, challenge.by, now);
  if (!supplier || !isLinked) throw new EnrolmentError('unknown-challenger');
  const { account, approved, registered } = supplier;
  const companyName = approved?.profile.companyName ?? registered.companyName;
  return { purpose, challenge, supplier: about, account, companyName };
}

/**
 * Answers with the certificate's key.
 *
 * @param unlocked the identity's vault
 * @returns the answer as it travels: some 120 characters (RSA: 380) of `0-9A-Za-z-_.`
 * @throws EnrolmentError `other-platform`, `other-key`; KeyError `vault-locked`
 */
export async function answerChallenge(
  challenge: Challenge,
  identity: PlatformIdentity,
  unlocked: UnlockedVault,
): Promise<string> {
  const { platform, serial, vaultId, keyId } = identity;
  if (challenge.platform !== platform) {
    throw new EnrolmentError('other-platform', { platform: challenge.platform });
  }
  if (unlocked.vaultId !== vaultId) throw new EnrolmentError('other-key');
  return writeAnswer({ serial, signature: await unlocked.sign(keyId, answerStatement(challenge)) });
}

/**
 * The desktop takes the answer to its challenge and binds the certificate.
 *
 * @param answer as it came
 * @throws EnrolmentError `bad-answer`, `challenge-expired`, `not-permitted` (reason `bad-answer` for another key's,
 *   `other-company`, `supplier-not-approved`, `not-installed`, `bound-already`, …); what the writer throws
 */
export async function bind(
  desk: CertificateDesk,
  challenge: Challenge,
  answer: string,
): Promise<{ record: RecordId; serial: string }> {
  const read = readAnswer(answer);
  if (!read) throw new EnrolmentError('bad-answer');
  if (desk.now > challenge.expiresAt) throw new EnrolmentError('challenge-expired');
  const { serial, signature } = read;
  const body = { supplier: (challenge.about ?? '') as RecordId, serial, challenge: challenge.text };
  const record = await writeChecked(desk, certificateBound, {
    ...body,
    answer: encodeBase64url(signature),
  });
  return { record, serial };
}

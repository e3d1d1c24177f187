import type { UnlockedVault } from '../keys';
import { encodeBase64url, type Author, type AuthorId, type RecordId } from '../ledger';
import { newChallenge, type Challenge, type ShownChallenge } from '../qr';
import { companyNameOf } from '../supplier';
import { loginStatement, readLoginAnswer, writeLoginAnswer, type LoginTerms } from './answer';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import type { PlatformIdentity } from './identity';
import { deviceAdmitted } from './kinds/device-admitted';
import { deviceDismissed } from './kinds/device-dismissed';
import type { CertificateState } from './kinds/pieces';
import { isMember } from './membership';
import { certificatesOf, standingOf } from './standing';

/** The challenge that a computer shows to be logged in (manual 5): ten minutes, once. */
export function challengeToLogIn(o: {
  platform: string;
  author: Author;
  now: number;
}): Promise<ShownChallenge> {
  return newChallenge({ purpose: 'login', ...o });
}

/** An account that a person can log a computer in to. */
export interface LoginAccount {
  supplier: RecordId;
  account: string;
  companyName: string;
  /** of the certificate that is bound to it */
  serial: string;
}

/** The accounts that a person's certificates are bound to, the newest first. */
export function loginAccounts(state: CertificateState, person: AuthorId, now: number): LoginAccount[] {
  return certificatesOf(state, person).flatMap((certificate) => {
    const supplier = certificate.bound && state.suppliers.get(certificate.bound.supplier);
    if (!supplier || standingOf(certificate, now) !== 'bound') return [];
    if (!isMember(state, certificate.enterprise, person)) return [];
    const { id, account } = supplier;
    return { supplier: id, account, companyName: companyNameOf(supplier), serial: certificate.serial };
  });
}

/**
 * Answers a login with the certificate's key.
 *
 * @param unlocked the identity's vault
 * @returns the answer as it travels
 * @throws EnrolmentError `other-platform`, `other-key`; KeyError `vault-locked`
 */
export async function answerLogin(
  challenge: Challenge,
  identity: PlatformIdentity,
  unlocked: UnlockedVault,
  terms: LoginTerms,
): Promise<string> {
  const { platform, serial, vaultId, keyId } = identity;
  if (challenge.platform !== platform) {
    throw new EnrolmentError('other-platform', { platform: challenge.platform });
  }
  if (unlocked.vaultId !== vaultId) throw new EnrolmentError('other-key');
  const signature = await unlocked.sign(keyId, loginStatement(challenge, terms));
  return writeLoginAnswer({ serial, signature, ...terms });
}

/**
 * The computer takes the answer to its challenge, and is the supplier's until the time that the answer names.
 *
 * @param label what the phone calls it in its list
 * @throws EnrolmentError `bad-answer`, `challenge-expired`, `not-permitted`; what the writer throws
 */
export async function logInByAnswer(
  desk: CertificateDesk,
  challenge: Challenge,
  answer: string,
  label: string,
): Promise<{ record: RecordId; supplier: RecordId }> {
  const read = readLoginAnswer(answer);
  if (!read) throw new EnrolmentError('bad-answer');
  if (desk.now > challenge.expiresAt) throw new EnrolmentError('challenge-expired');
  const { supplier, serial, until, signature } = read;
  const body = { supplier, serial, label, until, challenge: challenge.text };
  const record = await writeChecked(desk, deviceAdmitted, { ...body, answer: encodeBase64url(signature) });
  return { record, supplier };
}

/** The phone ends the link of a device. @throws EnrolmentError `not-permitted`; what the writer throws */
export function dismissDevice(
  desk: CertificateDesk,
  supplier: RecordId,
  device: AuthorId,
): Promise<RecordId> {
  return writeChecked(desk, deviceDismissed, { supplier, device });
}

import type { CertificateState, Order } from '$lib/certificate';
import type { AuthorId } from '$lib/ledger';
import { m } from '$messages';
import { STEP_WORDS } from '../phone/words';

interface HistoryStep {
  id: string;
  word: string;
  by: AuthorId;
  at: number;
  reason?: string;
  /** something was refused or ended */
  isBad: boolean;
}

/** What has happened to an order, and to the certificate that came of it, the newest first. */
export function historyOf(state: CertificateState, order: Order): HistoryStep[] {
  const steps: HistoryStep[] = order.history.map(({ record, step, by, at, reason }) => ({
    ...{ id: record, word: STEP_WORDS[step](), by, at, isBad: step === 'rejected' },
    ...(reason !== undefined && { reason }),
  }));
  const certificate = 'serial' in order.state ? state.certificates.get(order.state.serial) : undefined;
  if (certificate?.bound) {
    const by = certificate.person;
    steps.push({ id: 'bound', word: m.ca_step_bound(), by, at: certificate.bound.at, isBad: false });
  }
  if (certificate?.revoked) {
    const { by, recordedAt: at, note: reason } = certificate.revoked;
    steps.push({ id: 'revoked', word: m.ca_step_revoked(), by, at, reason, isBad: true });
  }
  return steps.sort((a, b) => a.at - b.at).reverse();
}

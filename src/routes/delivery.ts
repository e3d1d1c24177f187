import type { OutboxState } from '$lib/sync';
import type { Status } from '$lib/ui';
import { m } from '$messages';

interface Looks {
  status: Status;
  word(): string;
  explanation(): string;
  /** not with the platform yet */
  isWaiting: boolean;
}

const LOOKS: Readonly<Record<OutboxState, Looks>> = {
  waiting: {
    status: 'offline',
    word: m.office_delivery_waiting,
    explanation: m.office_delivery_waiting_text,
    isWaiting: true,
  },
  sending: {
    status: 'pending',
    word: m.office_delivery_sending,
    explanation: m.office_delivery_waiting_text,
    isWaiting: true,
  },
  delivered: {
    status: 'pending',
    word: m.office_delivery_delivered,
    explanation: m.office_delivery_delivered_text,
    isWaiting: false,
  },
  accepted: {
    status: 'valid',
    word: m.office_delivery_accepted,
    explanation: m.office_delivery_accepted_text,
    isWaiting: false,
  },
  rejected: {
    status: 'invalid',
    word: m.office_delivery_rejected,
    explanation: m.office_delivery_rejected_text,
    isWaiting: false,
  },
  refused: {
    status: 'invalid',
    word: m.office_delivery_refused,
    explanation: m.office_delivery_refused_text,
    isWaiting: false,
  },
};

/** How what was sent from here looks by how far it has come: one look everywhere. */
export function deliveryLooks(state: OutboxState): Looks {
  return LOOKS[state];
}

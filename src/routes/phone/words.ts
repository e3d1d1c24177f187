import type { CertificateStanding, OrderState, OrderStep } from '$lib/certificate';
import type { Status } from '$lib/ui';
import { getLocale } from '$locale';
import { m } from '$messages';

interface Look {
  status: Status;
  word(): string;
}

export const ORDER_LOOKS: Readonly<Record<OrderState['name'], Look>> = {
  placed: { status: 'pending', word: m.phone_order_placed },
  paid: { status: 'pending', word: m.phone_order_paid },
  rejected: { status: 'invalid', word: m.phone_order_rejected },
  approved: { status: 'pending', word: m.phone_order_approved },
  issued: { status: 'pending', word: m.phone_order_issued },
  installed: { status: 'valid', word: m.phone_order_installed },
  withdrawn: { status: 'invalid', word: m.phone_order_withdrawn },
};

export const STEP_WORDS: Readonly<Record<OrderStep['step'], () => string>> = {
  placed: m.phone_step_placed,
  paid: m.phone_step_paid,
  approved: m.phone_step_approved,
  rejected: m.phone_step_rejected,
  issued: m.phone_step_issued,
  installed: m.phone_step_installed,
  withdrawn: m.phone_step_withdrawn,
};

export const STANDING_LOOKS: Readonly<Record<CertificateStanding, Look>> = {
  issued: { status: 'pending', word: m.phone_standing_issued },
  installed: { status: 'pending', word: m.phone_standing_installed },
  bound: { status: 'valid', word: m.phone_standing_bound },
  replaced: { status: 'invalid', word: m.phone_standing_replaced },
  expired: { status: 'invalid', word: m.phone_standing_expired },
  revoked: { status: 'invalid', word: m.phone_standing_revoked },
};

export const REVIEW_LOOKS: Readonly<Record<'pending' | 'approved' | 'rejected', Look>> = {
  pending: { status: 'pending', word: m.phone_review_pending },
  approved: { status: 'valid', word: m.phone_review_approved },
  rejected: { status: 'invalid', word: m.phone_review_rejected },
};

/** @param fen hundredths of a yuan */
export function money(fen: number): string {
  return new Intl.NumberFormat(getLocale(), {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
  }).format(fen / 100);
}

export function day(ms: number): string {
  return new Intl.DateTimeFormat(getLocale(), { year: 'numeric', month: 'long', day: 'numeric' }).format(ms);
}

export function moment(ms: number): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** `138****8000` */
export function maskedMobile(mobile: string): string {
  return `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
}

/** A serial number in groups of four, as it is read out. */
export function serialText(serial: string): string {
  return (serial.toUpperCase().match(/.{1,4}/g) ?? [serial]).join(' ');
}

import * as v from 'valibot';
import type { AuthorId, RecordContext, RecordKind } from '../../ledger';
import { fields, hasRole, type PlatformSlice } from '../../platform';
import type { SupplierSlice } from '../../supplier';
import type { CertificateSlice, Order, OrderStep, Review } from '../state';

/** What the kinds of this folder see of a platform's state. */
export type CertificateState = CertificateSlice & SupplierSlice & PlatformSlice;

export type CertificateKind<B> = RecordKind<CertificateState, B>;

/** Why something is refused, in words for whoever asked for it. */
export const reason = fields.reason(500);

/** A decision on a request that a record made; to reject wants a reason. */
export function decisionOn<E extends v.ObjectEntries>(entries: E) {
  return v.variant('decision', [
    v.strictObject({ ...entries, decision: v.literal('approved') }),
    v.strictObject({ ...entries, decision: v.literal('rejected'), reason }),
  ]);
}

export type Decision = { decision: 'approved' } | { decision: 'rejected'; reason: string };

export function reviewOf({ author, receivedAt, body }: RecordContext<Decision>): Review {
  return body.decision === 'approved'
    ? { state: 'approved', by: author, at: receivedAt }
    : { state: 'rejected', by: author, at: receivedAt, reason: body.reason };
}

/** Operators examine what others ask for, never what they ask for themselves. */
export function operatorRefusal(
  state: PlatformSlice,
  operator: AuthorId,
  applicant: AuthorId | undefined,
): string | undefined {
  if (!hasRole(state, operator, 'ca-operator')) return 'not-operator';
  return operator === applicant ? 'own-request' : undefined;
}

/** Of a record about something that must be pending still. */
export function pendingRefusal(request: { review: Review } | undefined): string | undefined {
  if (!request) return 'no-such-request';
  return request.review.state === 'pending' ? undefined : 'reviewed-already';
}

export function addStep(
  order: Order,
  { id, author, receivedAt }: RecordContext<unknown>,
  step: OrderStep['step'],
  more: Pick<OrderStep, 'reason' | 'voucher' | 'sealed'> = {},
): void {
  order.history.push({ record: id, step, by: author, at: receivedAt, ...more });
}

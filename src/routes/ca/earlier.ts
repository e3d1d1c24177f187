import type { CertificateState, Enterprise, Order, Review } from '$lib/certificate';

type Asked = { id: string; review: Review };

/** Why the same company, asked for by the same person, was rejected before, the newest first. */
export function earlierEnterprises(state: CertificateState, { by, creditCode, id }: Enterprise): string[] {
  return reasons(
    [...state.enterprises.values()].filter(
      (one) => one.by === by && one.creditCode === creditCode && one.id !== id,
    ),
  );
}

/** Why vouchers of an order were rejected, the newest first. */
export function earlierVouchers({ history }: Pick<Order, 'history'>): string[] {
  return history.flatMap(({ reason }) => reason ?? []).reverse();
}

function reasons(asked: readonly Asked[]): string[] {
  return asked.flatMap(({ review }) => (review.state === 'rejected' ? review.reason : [])).reverse();
}

import type * as v from 'valibot';
import { fields } from '../../platform';
import { addStep, decisionOn, operatorRefusal, type CertificateKind } from './pieces';

/** The voucher is named, so that nobody approves another one than they saw. */
const schema = decisionOn({ order: fields.recordId, voucher: fields.recordId });

/**
 * A CA operator has looked whether an order is paid. What was approved by mistake, or cannot be issued as it is, can be
 * rejected as long as there is no certificate.
 */
export const orderReviewed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'order.reviewed',
  schema,

  authority(state, { author, body }) {
    const order = state.orders.get(body.order);
    const refusal = operatorRefusal(state, author, order?.person);
    if (refusal !== undefined) return refusal;
    if (!order) return 'no-such-order';
    const { name } = order.state;
    if (name !== 'paid' && !(name === 'approved' && body.decision === 'rejected')) return 'nothing-to-review';
    return 'voucher' in order.state && order.state.voucher === body.voucher ? undefined : 'voucher-replaced';
  },

  reduce(state, record) {
    const { body } = record;
    const order = state.orders.get(body.order)!;
    const { voucher } = body;
    if (body.decision === 'approved') {
      order.state = { name: 'approved', voucher };
      addStep(order, record, 'approved');
    } else {
      order.state = { name: 'rejected', voucher, reason: body.reason };
      addStep(order, record, 'rejected', { reason: body.reason });
    }
  },
};

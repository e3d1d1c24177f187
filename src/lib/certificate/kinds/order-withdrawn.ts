import * as v from 'valibot';
import { fields } from '../../platform';
import { addStep, type CertificateKind } from './pieces';

const schema = v.strictObject({ order: fields.recordId });

/** Whoever ordered wants it no more, and may order anew. Not while money of theirs is examined or taken. */
export const orderWithdrawn: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'order.withdrawn',
  schema,

  authority(state, { author, body }) {
    const order = state.orders.get(body.order);
    if (!order) return 'no-such-order';
    if (order.person !== author) return 'not-own-order';
    return ['placed', 'rejected'].includes(order.state.name) ? undefined : 'not-withdrawable';
  },

  reduce(state, record) {
    const order = state.orders.get(record.body.order)!;
    order.state = { name: 'withdrawn' };
    addStep(order, record, 'withdrawn');
  },
};

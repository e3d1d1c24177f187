import * as v from 'valibot';
import { fields } from '../../platform';
import { addStep, type CertificateKind } from './pieces';

const schema = v.strictObject({
  order: fields.recordId,
  /** picture or PDF of the transfer, sealed to the CA operators */
  voucher: fields.blobId,
  /** what the payer adds */
  sealed: v.optional(fields.sealed),
});

/** Whoever ordered shows that it is paid; another voucher takes the place of one that is not approved. */
export const orderPaid: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'order.paid',
  schema,

  authority(state, { author, body }) {
    const order = state.orders.get(body.order);
    if (!order) return 'no-such-order';
    if (order.person !== author) return 'not-own-order';
    return ['placed', 'paid', 'rejected'].includes(order.state.name) ? undefined : 'not-payable';
  },

  reduce(state, record) {
    const { id, body } = record;
    const order = state.orders.get(body.order)!;
    order.state = { name: 'paid', voucher: id };
    const { voucher, sealed } = body;
    addStep(order, record, 'paid', { voucher, ...(sealed !== undefined && { sealed }) });
  },
};

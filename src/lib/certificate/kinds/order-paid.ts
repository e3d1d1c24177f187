import * as v from 'valibot';
import { fields } from '../../platform';
import { addStep, type CertificateKind } from './pieces';

const schema = v.strictObject({
  order: fields.recordId,
  /** picture or PDF of the transfer, sealed to the CA operators */
  voucher: fields.blobId,
  /** what the payer adds */
  sealed: v.optional(fields.sealed),
  /** the designs of seals once more, sealed to those who are operators now */
  seals: v.optional(fields.blobId),
});

/** Vouchers of one order: what an operator has not understood by then is for the telephone. */
const MAX_PAYMENTS = 20;

/** Whoever ordered shows that it is paid; another voucher takes the place of one that is not approved. */
export const orderPaid: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'order.paid',
  schema,

  authority(state, { author, body }) {
    const order = state.orders.get(body.order);
    if (!order) return 'no-such-order';
    if (order.person !== author) return 'not-own-order';
    if (!['placed', 'paid', 'rejected'].includes(order.state.name)) return 'not-payable';
    if (body.seals !== undefined && order.seals === undefined) return 'no-seals-ordered';
    const payments = order.history.filter(({ step }) => step === 'paid').length;
    return payments < MAX_PAYMENTS ? undefined : 'too-many-payments';
  },

  reduce(state, record) {
    const { id, body } = record;
    const order = state.orders.get(body.order)!;
    order.state = { name: 'paid', voucher: id };
    const { voucher, sealed, seals } = body;
    if (seals !== undefined) order.seals = seals;
    addStep(order, record, 'paid', { voucher, ...(sealed !== undefined && { sealed }) });
  },
};

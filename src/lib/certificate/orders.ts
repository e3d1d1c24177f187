import { encodeBase64url, type RecordId } from '../ledger';
import { recipientsOf, type CertificateYears } from '../platform';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import { orderPaid } from './kinds/order-paid';
import { orderPlaced } from './kinds/order-placed';
import { orderReviewed } from './kinds/order-reviewed';
import { orderWithdrawn } from './kinds/order-withdrawn';
import type { Decision } from './kinds/pieces';
import { sealBytes, sealDocument, sealJson } from './private-parts';
import { writeSealWishes, type SealWish } from './seal-wishes';
import type { Order } from './state';

/**
 * Orders a certificate (manual 3.7), or its renewal (4.1), at the fee in force.
 *
 * @param o.request  PKCS#10, DER, of a key of this device: see `Applications`
 * @param o.seals    to be signed with the certificate
 * @param o.replaces serial number of the certificate to be renewed
 * @throws EnrolmentError `not-permitted`, `too-many-seals`, `seal-name`; SealedError `no-recipient`; what the writer
 *   throws
 */
export async function placeOrder(
  desk: CertificateDesk,
  o: {
    enterprise: RecordId;
    years: CertificateYears;
    request: Uint8Array;
    seals?: readonly SealWish[];
    replaces?: string;
  },
): Promise<RecordId> {
  const { state, writer } = desk;
  const { enterprise, years, replaces, seals = [] } = o;
  const companyName = state.enterprises.get(enterprise)?.companyName ?? '';
  const operators = recipientsOf(state, 'ca-operator');
  const wishes =
    seals.length > 0
      ? await sealBytes(operators, 'seals', writer.author, writeSealWishes(seals, companyName))
      : undefined;
  const body = {
    ...{ enterprise, years, amount: state.founded?.fees[years] ?? 0 },
    request: encodeBase64url(o.request),
    ...(wishes && { seals: wishes.id }),
    ...(replaces !== undefined && { replaces }),
  };
  return writeChecked(desk, orderPlaced, body, wishes ? [wishes] : []);
}

/**
 * Uploads a voucher, the first or one in the place of another.
 *
 * @param o.voucher picture or PDF
 * @param o.note    to the operators
 * @throws EnrolmentError `file`, `not-permitted`, `bad-details`; SealedError `no-recipient`; what the writer throws
 */
export async function payOrder(
  desk: CertificateDesk,
  o: { order: RecordId; voucher: Blob; note?: string },
): Promise<RecordId> {
  const { author } = desk.writer;
  const operators = recipientsOf(desk.state, 'ca-operator');
  const voucher = await sealDocument(operators, 'voucher', author, o.voucher);
  const note = o.note?.normalize('NFC').trim();
  const sealed = note ? await sealJson(operators, 'note', author, { note }) : undefined;
  const body = { order: o.order, voucher: voucher.id, ...(sealed !== undefined && { sealed }) };
  return writeChecked(desk, orderPaid, body, [voucher]);
}

/** @throws EnrolmentError `not-permitted`; what the writer throws */
export function withdrawOrder(desk: CertificateDesk, order: RecordId): Promise<RecordId> {
  return writeChecked(desk, orderWithdrawn, { order });
}

/**
 * A CA operator decides on the voucher that they have seen.
 *
 * @param voucher record of the payment
 * @throws EnrolmentError `not-permitted`, `bad-details`; what the writer throws
 */
export function reviewOrder(
  desk: CertificateDesk,
  o: { order: RecordId; voucher: RecordId },
  decision: Decision,
): Promise<RecordId> {
  return writeChecked(desk, orderReviewed, { ...o, ...decision });
}

/** @throws EnrolmentError `no-such-order` */
export function orderIn({ state }: Pick<CertificateDesk, 'state'>, id: RecordId): Order {
  const order = state.orders.get(id);
  if (!order) throw new EnrolmentError('no-such-order', { id });
  return order;
}

import { encodeBase64url, type RecordId } from '../ledger';
import { recipientsOf, type CertificateYears } from '../platform';
import { writeChecked, type CertificateDesk, type NamedFile } from './desk';
import { EnrolmentError } from './enrolment-error';
import { orderPaid } from './kinds/order-paid';
import { orderPlaced } from './kinds/order-placed';
import { orderReviewed } from './kinds/order-reviewed';
import { orderWithdrawn } from './kinds/order-withdrawn';
import type { Decision } from './kinds/pieces';
import { verifiedPerson } from './membership';
import { openBytes, sealBytes, sealDocument, sealJson } from './private-parts';
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
      ? await sealBytes(
          [...operators, ...ownRecipient(desk)],
          'seals',
          writer.author,
          writeSealWishes(seals, companyName),
        )
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
 * @param o.wishes  of an order that was rejected: its file of seals as it was placed, and the key of this device. They
 *   are sealed again, so that those who have become operators since can open them
 * @throws EnrolmentError `file`, `not-permitted`, `bad-details`; SealedError `no-recipient`; what the writer throws
 */
export async function payOrder(
  desk: CertificateDesk,
  o: { order: RecordId; voucher: Blob; note?: string; wishes?: { file: Blob; key: CryptoKey } },
): Promise<RecordId> {
  const { author } = desk.writer;
  const operators = recipientsOf(desk.state, 'ca-operator');
  const voucher = await sealDocument(operators, 'voucher', author, o.voucher);
  const note = o.note?.normalize('NFC').trim();
  const sealed = note ? await sealJson(operators, 'note', author, { note }) : undefined;
  const seals = o.wishes && (await sealedAgain(desk, o.wishes));
  const body = {
    ...{ order: o.order, voucher: voucher.id },
    ...(sealed !== undefined && { sealed }),
    ...(seals && { seals: seals.id }),
  };
  return writeChecked(desk, orderPaid, body, seals ? [voucher, seals] : [voucher]);
}

/** @returns undefined where whoever ordered can't open it themselves: then the operators have what they have */
async function sealedAgain(
  desk: CertificateDesk,
  { file, key }: { file: Blob; key: CryptoKey },
): Promise<NamedFile | undefined> {
  const { author } = desk.writer;
  const bytes = await openBytes(key, 'seals', author, file).catch(() => undefined);
  if (!bytes) return undefined;
  return sealBytes(
    [...recipientsOf(desk.state, 'ca-operator'), ...ownRecipient(desk)],
    'seals',
    author,
    bytes,
  );
}

/** Whoever orders can open what they have sent. */
function ownRecipient({ state, writer }: CertificateDesk): string[] {
  const own = verifiedPerson(state, writer.author)?.recipient;
  return own === undefined ? [] : [own];
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

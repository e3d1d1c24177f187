import { standingOf, type CertificateState, type Order, type PlatformCertificate } from '$lib/certificate';
import { m } from '$messages';
import { ORDER_LOOKS, serialText, STANDING_LOOKS } from '../phone/words';

type Table = (string | number)[][];

const FEN = 100;

/** Instants in a form that spreadsheets sort and read as dates, in the time of whoever exports. */
function timeCell(at: number | undefined): string {
  if (at === undefined) return '';
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

export function orderTable(orders: readonly Order[]): Table {
  const head = [
    ...[m.ca_fact_order_number(), m.ca_fact_company(), m.ca_fact_credit_code(), m.ca_fact_kind()],
    ...[m.ca_fact_years(), m.ca_fact_amount_yuan(), m.ca_fact_state(), m.ca_fact_placed_at()],
    ...[m.ca_fact_changed_at(), m.ca_fact_serial(), m.ca_fact_reject_reason()],
  ];
  return [head, ...orders.map(orderRow)];
}

function orderRow({ id, subject, replaces, years, amount, state, at, history }: Order): Table[number] {
  return [
    ...[id, subject.companyName, subject.creditCode, replaces ? m.ca_kind_renewal() : m.ca_kind_new()],
    ...[years, amount / FEN, ORDER_LOOKS[state.name].word(), timeCell(at), timeCell(history.at(-1)?.at)],
    'serial' in state ? serialText(state.serial) : '',
    state.name === 'rejected' ? state.reason : '',
  ];
}

export function certificateTable(
  state: CertificateState,
  certificates: readonly PlatformCertificate[],
  now: number,
): Table {
  const head = [
    ...[m.ca_fact_serial(), m.ca_fact_company(), m.ca_fact_credit_code(), m.ca_fact_state()],
    ...[m.ca_fact_from(), m.ca_fact_until(), m.ca_fact_issued_at(), m.ca_fact_issued_by()],
    ...[m.ca_fact_revoked_at(), m.ca_fact_revocation_reason(), m.ca_fact_note(), m.ca_fact_order_number()],
  ];
  const rows = certificates.map((one): Table[number] => {
    const company = state.enterprises.get(one.enterprise);
    return [
      ...[serialText(one.serial), company?.companyName ?? '', company?.creditCode ?? ''],
      ...[STANDING_LOOKS[standingOf(one, now)].word(), timeCell(one.notBefore), timeCell(one.notAfter)],
      ...[timeCell(one.issuedAt), state.staff.get(one.issuedBy)?.name ?? '', timeCell(one.revoked?.at)],
      one.revoked ? m[`ca_revocation_${one.revoked.reason}`]() : '',
      ...[one.revoked?.note ?? '', one.order],
    ];
  });
  return [head, ...rows];
}

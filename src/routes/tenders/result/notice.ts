import type { RecordId } from '$lib/ledger';
import type { Tender } from '$lib/tender';
import { m } from '$messages';
import { glyphs } from '../../glyphs';
import { office } from '../../office.svelte';
import type { ResultView } from './view';

const common = ({ number, title, contact, award }: Tender) => ({
  platform: office.platform?.name ?? '',
  tender: { number, title, contact },
  ...{ awardedAt: award?.at ?? 0, madeAt: office.now() },
});

const fileOf = (pdf: Uint8Array, name: string): File =>
  new File([new Uint8Array(pdf)], name, { type: 'application/pdf' });

/** The notice to whoever has won (成交通知书), PDF. @throws what composing throws */
export async function awardNoticeFile({ tender, winners }: ResultView, supplier: RecordId): Promise<File> {
  const { company, amountFen } = winners.find((one) => one.supplier === supplier)!;
  const delivery = tender.opened?.bids.find((one) => one.supplier === supplier)?.delivery;
  const creditCode = office.state.suppliers.get(supplier)?.approved?.profile.creditCode ?? '';
  const { composeAwardNotice } = await import('$lib/tender/papers');
  const winner = { company, amountFen, delivery, creditCode };
  const pdf = await composeAwardNotice({ ...common(tender), winner }, { glyphs });
  return fileOf(pdf, m.tenderresult_notice_name({ number: tender.number }));
}

/** The result for everybody (成交结果公告), PDF. @throws what composing throws */
export async function resultFile({ tender, winners, others }: ResultView): Promise<File> {
  const { composeResult } = await import('$lib/tender/papers');
  const evaluation = tender.evaluation.method;
  const pdf = await composeResult({ ...common(tender), evaluation, winners, others }, { glyphs });
  return fileOf(pdf, m.tenderresult_result_name({ number: tender.number }));
}

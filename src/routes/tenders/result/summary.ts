import type { OpenedBid } from '$lib/tender';
import { m } from '$messages';
import { getLocale } from '$locale';
import { yuan } from '../../platforms/money';
import { tenderSecond } from '../words';
import type { ResultView } from './view';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replace(/[&<>"]/g, (char) => ENTITIES[char]!);

const STATUS: Readonly<Record<OpenedBid['status'], () => string>> = {
  opened: m.tenderresult_status_opened,
  superseded: m.tenderresult_status_superseded,
  withdrawn: m.tenderresult_status_withdrawn,
  late: m.tenderresult_status_late,
  unreadable: m.tenderresult_status_unreadable,
  invalid: m.tenderresult_status_invalid,
};

export function bidStatusWord(status: OpenedBid['status']): string {
  return STATUS[status]();
}

/** What lies in an archive for people to read without this app: HTML, one page, nothing from outside. */
export function archiveSummary(view: ResultView, platform: string, now: number): Blob {
  const { tender, winners, others } = view;
  const rows = (list: readonly (readonly string[])[], tag = 'td'): string =>
    list
      .map((cells) => `<tr>${cells.map((one) => `<${tag}>${text(one)}</${tag}>`).join('')}</tr>`)
      .join('\n');
  const facts = [
    [m.tenderresult_summary_platform(), platform],
    [m.tender_number(), tender.number],
    [m.tender_title(), tender.title],
    [m.tender_bids_until(), tenderSecond(tender.schedule.bidsUntil)],
    [m.tender_opens_at(), tenderSecond(tender.schedule.opensAt)],
    ...(tender.cancelled ? [[m.tender_phase_cancelled(), tender.cancelled.reason]] : []),
    [m.tenderresult_summary_exported(), tenderSecond(now)],
  ];
  const envelopes = [...tender.envelopes.values()].map(({ id, at }, index) => {
    const bid = tender.opened?.bids.find(({ envelope }) => envelope === id);
    const price = bid?.totalFen === undefined ? '' : yuan(bid.totalFen);
    const status = bid ? bidStatusWord(bid.status) : '';
    return [String(index + 1), tenderSecond(at), status, bid?.company ?? '', price, bid?.delivery ?? ''];
  });
  const head = [
    ...[m.tenderresult_summary_envelope(), m.tenderresult_summary_received()],
    ...[m.tenderresult_summary_status(), m.tenderresult_bids_company()],
    ...[m.tenderresult_bids_price(), m.tenderresult_bids_delivery()],
  ];
  const result = [
    ...winners.map(({ company, amountFen }) => [m.tenderresult_result_winner(), company, yuan(amountFen)]),
    ...others.map(({ company, reason }) => [m.tenderresult_result_others(), company, reason]),
  ];
  const html = `<!doctype html>
<html lang="${getLocale()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(`${m.tenderresult_summary_title()} ${tender.number}`)}</title>
<style>body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
td,th{border:1px solid #888;padding:.3rem .6rem;text-align:left}</style></head><body>
<h1>${text(m.tenderresult_summary_title())}</h1>
<p>${text(m.tenderresult_summary_note())}</p>
<table>${rows(facts)}</table>
<h2>${text(m.tenderresult_summary_envelopes())}</h2>
<table>${rows([head], 'th')}${rows(envelopes)}</table>
<h2>${text(m.tenderresult_result_title())}</h2>
<table>${rows(result)}</table>
</body></html>
`;
  return new Blob([html], { type: 'text/html' });
}

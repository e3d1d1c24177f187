import type { Tender } from '$lib/tender';
import { m } from '$messages';
import { glyphs } from '../../../glyphs';
import { office } from '../../../office.svelte';
import type { NamedEnvelope } from './actions';

const SENT = { bid: 'bid', change: 'change', withdraw: 'withdrawal' } as const;

/**
 * The receipt (投标回执) of an envelope that the platform has: composed from its record, signed by this device so that no
 * later change of the paper goes unseen.
 *
 * @throws what reading the record, composing and signing throw
 */
export async function receiptOf(
  { was, fate, blob, totalFen, files, at, action }: NamedEnvelope,
  { tender, company, creditCode }: { tender: Tender; company: string; creditCode: string },
): Promise<File> {
  if (fate.state !== 'in-time' && fate.state !== 'late') throw new Error('no receipt yet');
  const [{ composeReceipt, signPaper }, entry] = await Promise.all([
    import('$lib/tender/papers'),
    office.audit.byId(fate.record),
  ]);
  const { founded } = office.state;
  const receivedAt = fate.envelope.at;
  const pdf = await composeReceipt(
    {
      platform: { id: office.platformId ?? '', name: founded?.name ?? '' },
      tender: {
        id: tender.id,
        number: tender.number,
        title: tender.title,
        bidsUntil: tender.schedule.bidsUntil,
      },
      ...{ company, creditCode, receivedAt, blob, files, sent: SENT[was], record: fate.record },
      ...{
        position: entry?.position ?? 0,
        late: fate.state === 'late',
        bytes: fate.envelope.bytes,
        madeAt: at,
      },
      ...(action === 'bid' && { totalFen }),
    },
    { glyphs },
  );
  const signed = await signPaper(pdf, {
    ...{ name: m.tenderbid_device(), role: 'device', at: office.now(), reason: m.tenderbid_receipt_name() },
    signer: await office.deviceSigner(),
  });
  const name = `${m.tenderbid_receipt_name()}-${tender.number}.pdf`;
  return new File([new Uint8Array(signed)], name, { type: 'application/pdf' });
}

import { issueCertificate, openSealWishes, type Order, type SealToSign } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { authoritySigner } from '$lib/platform';
import { m } from '$messages';
import { office } from '../office.svelte';
import { drawDesign } from '../seal-drawing';

/** The seals that an applicant wants, drawn as they will be signed. @throws SealedError, EnrolmentError, SealDesignError */
export async function drawWishes(order: Order, key: CryptoKey): Promise<SealToSign[]> {
  if (order.seals === undefined) return [];
  const wishes = await openSealWishes(order, await office.file(order.seals), key);
  return Promise.all(
    wishes.map(async (wish) => ({ wish, picture: await drawDesign(wish.design, wish.raster) })),
  );
}

/**
 * Certifies the key of an order and signs the seals with it. The PIN of the issuing key is asked for once as long as it
 * stays unlocked, so several orders can follow one another.
 */
export async function issue(order: RecordId, seals: readonly SealToSign[]): Promise<RecordId> {
  const vault = await office.authority('issuing', m.ca_why_issue());
  const desk = await office.staffDesk(m.ca_why_issue_staff());
  return issueCertificate(desk, { order, signer: await authoritySigner(vault), seals });
}

import { signerOf, type Identity } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { SealPicture } from '$lib/seal';
import type { SealDocumentRequest, sealOrder } from '$lib/sealing';
import { m } from '$messages';
import type { ShelfSeal } from './shelf.svelte';
import type { Workbench } from './workbench.svelte';

/** What stands on the workbench, to be sealed now with this identity's key. */
export function sealRequest(
  bench: Workbench,
  identity: Identity,
  unlocked: UnlockedVault,
): SealDocumentRequest {
  return requestBy(bench, {
    signer: signerOf(identity, unlocked),
    signerName: identity.companyName,
    at: Date.now(),
  });
}

/** What stands on the workbench, to be sealed by whoever signs. @param by.at ms since the epoch */
export function requestBy(
  bench: Workbench,
  by: Pick<SealDocumentRequest, 'signer' | 'signerName'> & { at: number },
): SealDocumentRequest {
  const { view, placements, shelf } = bench;
  const used = new Set(placements.list.map(({ sealId }) => sealId));
  return {
    file: view.file,
    fileName: view.file.name,
    nameSuffix: m.workbench_sealed_suffix(),
    placements: placements.list,
    pictures: picturesOf(shelf.all.filter(({ id }) => used.has(id))),
    signer: by.signer,
    signerName: by.signerName,
    date: new Date(by.at),
    pages: view.pages,
    findText: view.findText,
  };
}

/** What a phone seals a document with that it was sent: its own seals, and its own time. */
export function sealingNow(
  signer: SealDocumentRequest['signer'],
  signerName: string,
  seals: readonly ShelfSeal[],
  at = Date.now(),
): Parameters<typeof sealOrder>[1] {
  return { signer, signerName, pictures: picturesOf(seals), signingTime: new Date(at) };
}

/** Pictures by the seals' ids. */
function picturesOf(seals: readonly ShelfSeal[]): Map<string, SealPicture> {
  return new Map(seals.map(({ id, picture }) => [id, picture]));
}

import { signerOf, type Identity } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { SealDocumentRequest } from '$lib/sealing';
import { m } from '$messages';
import type { Workbench } from './workbench.svelte';

/** What stands on the workbench, to be sealed now with this identity's key. */
export function sealRequest(
  bench: Workbench,
  identity: Identity,
  unlocked: UnlockedVault,
): SealDocumentRequest {
  const { view, placements, shelf } = bench;
  const used = new Set(placements.list.map(({ sealId }) => sealId));
  return {
    file: view.file,
    fileName: view.file.name,
    nameSuffix: m.workbench_sealed_suffix(),
    placements: placements.list,
    pictures: new Map(shelf.all.filter(({ id }) => used.has(id)).map(({ id, picture }) => [id, picture])),
    signer: signerOf(identity, unlocked),
    signerName: identity.companyName,
    date: new Date(),
    pages: view.pages,
    findText: view.findText,
  };
}

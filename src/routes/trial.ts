import type { Identity, TrialProgress } from '$lib/certificate';
import type { SigningAlgorithm } from '$lib/keys';
import { m } from '$messages';
import { deviceStorage } from './frame/storage.svelte';
import { session } from './session.svelte';

export interface TrialRequest {
  companyName: string;
  pin: string;
  algorithm: SigningAlgorithm;
  onProgress?(progress: TrialProgress): void;
}

/**
 * Makes a trial identity with everything that a first sealing needs: keys, certificates and a round company
 * seal. The seal is drawn first, so that a name that no seal can carry is refused before anything is kept.
 *
 * @throws CertificateError `company-name`; SealDesignError; KeyError
 */
export async function createTrial(request: TrialRequest): Promise<Identity> {
  const { parseCompanyName } = await import('$lib/certificate');
  const { newDesign } = await import('$lib/seal');
  const [{ identities }, { drawDesign }] = await Promise.all([session.workspace(), import('./seal-drawing')]);
  const design = newDesign('round', { companyName: parseCompanyName(request.companyName) });
  await drawDesign(design);
  const firstSeal = { name: m.identity_first_seal(), design };
  const identity = await identities.createTrial({ ...request, firstSeal });
  await session.changed();
  // Something is worth keeping now, and the person has just acted: the moment at which browsers say yes.
  void deviceStorage.persist();
  return identity;
}

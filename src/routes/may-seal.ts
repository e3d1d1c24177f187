import { checkUse, useRefusal, type Identity, type UseRefusal } from '$lib/certificate';
import { knownPlatforms } from './known-platforms.svelte';
import { office } from './office.svelte';
import { session } from './session.svelte';

/** What is known here of the certificate's platform: its records, and its clock where it is the chosen one. */
function known(identity: Identity): Parameters<typeof useRefusal> {
  if (identity.kind !== 'platform') return [identity, undefined, Date.now()];
  const isChosen = office.phase === 'ready' && office.platformId === identity.platform;
  return [identity, knownPlatforms.stateOf(identity.platform), isChosen ? office.now() : Date.now()];
}

/** Why an identity may not seal now, as far as this device knows, with or without a network. To be read in a `$derived`. */
export function refusalFor(identity: Identity | undefined): UseRefusal | undefined {
  return identity && useRefusal(...known(identity));
}

/** To be awaited right before the key is used. @throws CertificateError `may-not-seal` */
export async function checkMaySeal(identity: Identity): Promise<void> {
  if (identity.kind === 'platform') await knownPlatforms.load();
  checkUse(...known(identity));
}

/** The identity of this device that has taken the place of a replaced one. */
export function successorOf(identity: Identity): Identity | undefined {
  if (identity.kind !== 'platform') return undefined;
  const serial = knownPlatforms.stateOf(identity.platform)?.certificates.get(identity.serial)?.replacedBy;
  return session.identities.find((one) => one.kind === 'platform' && one.serial === serial);
}

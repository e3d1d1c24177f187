import { checkUse, useRefusal, type Identity, type UseRefusal } from '$lib/certificate';
import { office } from './office.svelte';
import { session } from './session.svelte';

/** What is known here of the certificate's platform: its state and its clock, where it is the chosen one. */
function known(identity: Identity): Parameters<typeof useRefusal> {
  const isChosen = identity.kind === 'platform' && office.phase === 'ready';
  if (isChosen && office.platformId === identity.platform) return [identity, office.state, office.now()];
  return [identity, undefined, Date.now()];
}

/** Why an identity may not seal now, as far as this device knows, with or without a network. To be read in a `$derived`. */
export function refusalFor(identity: Identity | undefined): UseRefusal | undefined {
  return identity && useRefusal(...known(identity));
}

/** @throws CertificateError `may-not-seal` */
export function checkMaySeal(identity: Identity): void {
  checkUse(...known(identity));
}

/** The identity of this device that has taken the place of a replaced one. */
export function successorOf(identity: Identity): Identity | undefined {
  if (identity.kind !== 'platform') return undefined;
  const serial = office.state.certificates.get(identity.serial)?.replacedBy;
  return session.identities.find((one) => one.kind === 'platform' && one.serial === serial);
}

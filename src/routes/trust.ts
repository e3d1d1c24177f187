import { registersOf } from '$lib/certificate';
import type { IssuerRegister } from '$lib/pki';
import { knownPlatforms } from './known-platforms.svelte';
import { office } from './office.svelte';
import { session } from './session.svelte';

/** What signatures are judged by on this device. */
export interface Trust {
  /** DER of the roots that are trusted */
  roots: Uint8Array[];
  /** DER of the revocation lists that platforms have published */
  crls: Uint8Array[];
  /** what platforms' records say of the certificates that they have issued */
  registers: IssuerRegister[];
}

/**
 * The roots that this device trusts, and what it knows of revocations: of every platform that it keeps records of, for
 * an identity's root is trusted whichever platform is the chosen one. Works without a network, and without a database
 * or a platform too: then nobody is trusted.
 */
export async function trustHere(): Promise<Trust> {
  try {
    const { roots } = await session.workspace();
    await knownPlatforms.load();
    const { states } = knownPlatforms;
    const { platform } = office;
    return {
      roots: await roots.certificates(platform ? [platform.root] : []),
      crls: states.flatMap(({ crls }) => [...crls.values()].map(({ crl }) => crl)),
      registers: states.flatMap(registersOf),
    };
  } catch {
    return { roots: [], crls: [], registers: [] };
  }
}

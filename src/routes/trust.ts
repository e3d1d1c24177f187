import { office } from './office.svelte';
import { session } from './session.svelte';

/** What signatures are judged by on this device. */
export interface Trust {
  /** DER of the roots that are trusted */
  roots: Uint8Array[];
  /** DER of the revocation lists that the platform has published */
  crls: Uint8Array[];
}

/**
 * The roots that this device trusts, and what it knows of revocations. Works without a network, and without a database
 * or a platform too: then nobody is trusted.
 */
export async function trustHere(): Promise<Trust> {
  try {
    const { roots } = await session.workspace();
    await office.load();
    const platform = office.platform;
    return {
      roots: await roots.certificates(platform ? [platform.root] : []),
      crls: platform ? [...office.state.crls.values()].map(({ crl }) => crl) : [],
    };
  } catch {
    return { roots: [], crls: [] };
  }
}

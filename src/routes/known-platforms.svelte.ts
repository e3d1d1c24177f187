import { SvelteMap } from 'svelte/reactivity';
import type { CertificateState } from '$lib/certificate';
import { office } from './office.svelte';
import { session } from './session.svelte';

/**
 * Platforms of which this workspace keeps records, whether or not they are the chosen one: a certificate that one of
 * them has revoked stays so when somebody works on another.
 */
class KnownPlatforms {
  /** of all but the chosen one, by its id; as old as the last visit there */
  readonly #kept = new SvelteMap<string, CertificateState>();
  #loading: { chosen: string | undefined; done: Promise<void> } | undefined;

  /** To be read anew after each change. @returns undefined where nothing of the platform is kept here, or read yet */
  stateOf(platform: string): CertificateState | undefined {
    if (office.phase === 'ready' && office.platformId === platform) return office.state;
    return this.#kept.get(platform);
  }

  /** All that is known by now. */
  get states(): CertificateState[] {
    const chosen = office.phase === 'ready' ? office.platformId : undefined;
    const others = [...this.#kept].filter(([platform]) => platform !== chosen).map(([, state]) => state);
    return chosen === undefined ? others : [office.state, ...others];
  }

  /** Reads what is kept, once for each platform that is chosen. What cannot be read is not known. Never throws. */
  async load(): Promise<void> {
    await office.load();
    const chosen = office.platformId;
    if (this.#loading?.chosen !== chosen) this.#loading = { chosen, done: this.#load(chosen) };
    await this.#loading?.done;
  }

  async #load(chosen: string | undefined): Promise<void> {
    try {
      const workspace = await session.workspace();
      const platforms = await workspace.platformsWithRecords();
      const others = platforms.filter((platform) => platform !== chosen);
      if (others.length === 0) return;
      const { keptState } = await import('$lib/office');
      for (const platform of others) {
        const state = await keptState(workspace.office.records(platform), platform).catch(() => undefined);
        if (state) this.#kept.set(platform, state);
      }
    } catch {
      // without a database nothing is known, and nobody seals
    }
  }
}

export const knownPlatforms = new KnownPlatforms();

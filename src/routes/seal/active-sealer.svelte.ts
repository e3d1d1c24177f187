import { refusalFor } from '../may-seal';
import { session } from '../session.svelte';
import type { OfferedSeal } from '$lib/sealing';
import type { PhoneSealing } from './phone-sealing.svelte';

/** With whose seals the workbench works: those of this device, or those of a phone. */
class ActiveSealer {
  /** set while a phone's seals are asked for, or are in use */
  phone = $state.raw<PhoneSealing | undefined>(undefined);

  /** the phone whose seals are on the workbench */
  get fromPhone(): PhoneSealing | undefined {
    return this.phone?.sealer && this.phone;
  }

  /** name of the company that will seal */
  get companyName(): string | undefined {
    return this.phone?.sealer?.companyName ?? session.current?.companyName;
  }

  get seals(): readonly OfferedSeal[] {
    return this.phone?.sealer?.seals ?? session.seals;
  }

  /** the certificate in hand may not seal */
  get isRefused(): boolean {
    return !this.fromPhone && refusalFor(session.current) !== undefined;
  }

  async askPhone(): Promise<void> {
    const { PhoneSealing } = await import('./phone-sealing.svelte');
    this.phone?.close();
    this.phone = new PhoneSealing();
    await this.phone.code.refresh();
  }

  endPhone(): void {
    this.phone?.close();
    this.phone = undefined;
  }
}

export const activeSealer = new ActiveSealer();

import type { Enterprise, PlatformCertificate, SealWish } from '$lib/certificate';
import { placeOrder } from '$lib/certificate';
import type { SigningAlgorithm } from '$lib/keys';
import type { RecordId } from '$lib/ledger';
import type { CertificateYears } from '$lib/platform';
import { newDesign } from '$lib/seal';
import { KIND_NAMES } from '../../seals/kinds';
import { office } from '../../office.svelte';

export const STEPS = ['platform', 'years', 'seals', 'pin'] as const;
export type Step = (typeof STEPS)[number];

/** An order while it is filled in. */
export class Draft {
  step = $state<Step>('platform');
  years = $state<CertificateYears>(1);
  /** seals to be signed with the certificate */
  seals = $state.raw<readonly SealWish[]>([]);
  algorithm = $state<SigningAlgorithm>('p256');
  readonly enterprise: Pick<Enterprise, 'id' | 'companyName' | 'creditCode'>;
  readonly replaces: PlatformCertificate | undefined;

  /** @param replaces the certificate that is renewed */
  constructor(enterprise: Draft['enterprise'], replaces?: PlatformCertificate) {
    this.enterprise = enterprise;
    this.replaces = replaces;
    const { companyName, creditCode } = enterprise;
    this.seals = [{ name: KIND_NAMES.round(), design: newDesign('round', { companyName, creditCode }) }];
  }

  get index(): number {
    return STEPS.indexOf(this.step);
  }

  next(): void {
    this.step = STEPS[this.index + 1] ?? this.step;
  }

  back(): void {
    this.step = STEPS[this.index - 1] ?? this.step;
  }

  /** @param at its place among the seals; a new one where there is none */
  putSeal(seal: SealWish, at: number): void {
    const seals = [...this.seals];
    seals[at] = seal;
    this.seals = seals;
  }

  removeSeal(at: number): void {
    this.seals = this.seals.filter((_, index) => index !== at);
  }

  /**
   * Makes the key under its PIN, and orders a certificate for it. Where the order cannot be written, the key goes.
   *
   * @returns the order
   * @throws as `Applications.prepare` and `placeOrder`
   */
  async place(pin: string): Promise<RecordId> {
    const { id: enterprise, companyName, creditCode } = this.enterprise;
    const { platform } = office;
    if (!platform) throw new Error('no platform is open');
    const applications = await office.applications();
    const subject = { companyName, creditCode, platformName: platform.name };
    const application = await applications.prepare({
      ...{ platform: platform.id, enterprise, subject, pin, algorithm: this.algorithm },
    });
    try {
      return await placeOrder(await office.deviceDesk(), {
        ...{ enterprise, years: this.years, request: application.request, seals: this.seals },
        ...(this.replaces && { replaces: this.replaces.serial }),
      });
    } catch (error) {
      await applications.remove(application.id);
      throw error;
    }
  }
}

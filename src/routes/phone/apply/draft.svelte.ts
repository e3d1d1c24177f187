import type { Enterprise, PlatformCertificate, SealWish } from '$lib/certificate';
import { endOfTerm, placeOrder } from '$lib/certificate';
import type { SigningAlgorithm } from '$lib/keys';
import type { RecordId } from '$lib/ledger';
import type { CertificateYears } from '$lib/platform';
import { newDesign } from '$lib/seal';
import { KIND_NAMES } from '../../seals/kinds';
import { forgetDraft, keepDraft, readKept, sealsBefore, STEPS, type Step } from './kept';
import { office } from '../../office.svelte';

/** An order while it is filled in. */
export class Draft {
  /** what was kept has been read */
  resumed = $state(false);
  step = $state<Step>('platform');
  years = $state<CertificateYears>(1);
  /** seals to be signed with the certificate */
  seals = $state.raw<readonly SealWish[]>([]);
  algorithm = $state<SigningAlgorithm>('p256');
  #placed = false;
  readonly enterprise: Pick<Enterprise, 'id' | 'companyName' | 'creditCode'>;
  readonly replaces: PlatformCertificate | undefined;

  /** @param replaces the certificate that is renewed */
  constructor(enterprise: Draft['enterprise'], replaces?: PlatformCertificate) {
    this.enterprise = enterprise;
    this.replaces = replaces;
    const { companyName, creditCode } = enterprise;
    this.seals = [{ name: KIND_NAMES.round(), design: newDesign('round', { companyName, creditCode }) }];
  }

  /** When the new certificate will end, where it renews another: ms since the epoch. @param now by the platform's clock */
  newEnd(now: number): number | undefined {
    const { replaces, years } = this;
    if (!replaces) return undefined;
    return endOfTerm(office.state.certificates, { replaces: replaces.serial, years }, now);
  }

  /** What was made before the page was left or loaded anew; of a renewal else the seals of the certificate before. */
  async resume(): Promise<void> {
    const kept = await readKept(this.#name, this.enterprise.companyName).catch(() => undefined);
    if (kept) {
      this.step = kept.step;
      this.years = kept.years;
      this.algorithm = kept.algorithm;
      this.seals = kept.seals;
    } else if (this.replaces) {
      const seals = await sealsBefore(this.replaces.serial, this.enterprise.companyName);
      if (seals.length > 0) this.seals = seals;
    }
    this.resumed = true;
  }

  /** Keeps what was made; the PIN is no part of it. What cannot be kept is lost with the page, and no more. */
  async keep(): Promise<void> {
    const { step, years, algorithm, seals } = this;
    if (!this.resumed || this.#placed) return;
    await keepDraft(this.#name, { step, years, algorithm, seals }, this.enterprise.companyName).catch(
      () => undefined,
    );
  }

  get #name(): string {
    return `apply ${this.enterprise.id} ${this.replaces?.serial ?? ''}`;
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
      const order = await placeOrder(await office.deviceDesk(), {
        ...{ enterprise, years: this.years, request: application.request, seals: this.seals },
        ...(this.replaces && { replaces: this.replaces.serial }),
      });
      this.#placed = true;
      await forgetDraft(this.#name).catch(() => undefined);
      return order;
    } catch (error) {
      await applications.remove(application.id);
      throw error;
    }
  }
}

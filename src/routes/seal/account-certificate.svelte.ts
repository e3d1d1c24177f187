import { standingOf, type CertificateStanding } from '$lib/certificate';
import { office } from '../office.svelte';

/** The certificate that is bound to the account which this computer is logged in as: its key is on a phone. */
class AccountCertificate {
  readonly #best = $derived.by(() => {
    const { supplier } = office;
    if (office.phase !== 'ready' || supplier === undefined) return undefined;
    const bound = [...office.state.certificates.values()]
      .filter((one) => one.bound?.supplier === supplier)
      .map((one) => ({
        enterprise: one.enterprise,
        at: one.issuedAt,
        standing: standingOf(one, office.now()),
      }))
      .sort((a, b) => b.at - a.at);
    return bound.find(({ standing }) => standing === 'bound') ?? bound[0];
  });

  /** undefined where none was ever bound, or nobody is logged in */
  get standing(): CertificateStanding | undefined {
    return this.#best?.standing;
  }

  get companyName(): string {
    if (!this.#best) return '';
    return office.state.enterprises.get(this.#best.enterprise)?.companyName ?? '';
  }
}

export const accountCertificate = new AccountCertificate();

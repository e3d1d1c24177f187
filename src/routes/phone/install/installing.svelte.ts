import { install, prepareInstall, type Identity, type Installable } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { m } from '$messages';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';

export type PlatformIdentity = Extract<Identity, { kind: 'platform' }>;
export type InstallableSeal = Installable['seals'][number];

/** What is checked before anything is installed, in this order. */
export const CHECKS = ['order', 'key', 'chain', 'seals'] as const;
export type Check = (typeof CHECKS)[number];

/** `open`: not got to, for an earlier one has failed */
export type CheckState = 'running' | 'passed' | 'failed' | 'open';

/** At which check a failure stopped. What is not among these came while files were fetched. */
const FAILED_AT: Readonly<Record<string, Check>> = {
  'no-such-order': 'order',
  'not-installable': 'order',
  'no-key-here': 'key',
  untrusted: 'chain',
};

/** A certificate on its way into this device. */
export class Installing {
  ready = $state.raw<Installable | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** seals that come along; all of them until somebody says otherwise */
  chosen = $state.raw<readonly InstallableSeal[]>([]);
  #failedAt = $state<Check | undefined>(undefined);
  readonly #order: RecordId;

  constructor(order: RecordId) {
    this.#order = order;
  }

  stateOf(check: Check): CheckState {
    if (this.ready) return 'passed';
    const failedAt = this.#failedAt;
    if (!failedAt) return 'running';
    const [at, failed] = [CHECKS.indexOf(check), CHECKS.indexOf(failedAt)];
    return at < failed ? 'passed' : at === failed ? 'failed' : 'open';
  }

  /** Fetches what was issued and checks it. */
  async prepare(): Promise<void> {
    this.failure = this.#failedAt = undefined;
    try {
      const applications = await office.applications();
      const key = await office.devicePrivateKey();
      const { state } = office;
      this.ready = await prepareInstall(
        { state, now: office.now() },
        { order: this.#order, applications, key, file: (id) => office.file(id) },
      );
      this.chosen = this.ready.seals;
    } catch (error) {
      this.failure = describeError(error);
      this.#failedAt = FAILED_AT[this.failure.code] ?? 'seals';
    }
  }

  toggle(seal: InstallableSeal): void {
    const { chosen } = this;
    this.chosen = chosen.includes(seal) ? chosen.filter((one) => one !== seal) : [...chosen, seal];
  }

  /** Asks for the PIN and installs. @throws as `install`; OfficeError `cancelled` */
  async install(): Promise<void> {
    const { ready } = this;
    if (!ready) return;
    const { application } = ready;
    const unlocked = await office.unlock(application.vaultId, {
      title: m.phone_install_pin_title(),
      purpose: m.phone_install_pin_purpose({ company: application.companyName }),
      action: m.phone_install_action(),
    });
    const storage = await office.applicationStorage();
    try {
      await install(await office.deviceDesk(), ready, { storage, unlocked, chosen: this.chosen });
    } finally {
      await session.changed(); // also where only the word to the platform failed: it is here then
    }
  }
}

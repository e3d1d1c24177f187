import type { RecordId } from '$lib/ledger';
import {
  linkOf,
  login,
  supplierByAccount,
  suppliersOf,
  type LinkedDevice,
  type Supplier,
} from '$lib/supplier';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';
import { deviceLabel } from '../supplier/device-label';
import { refusalText } from '../supplier/refusal';

/** A link on somebody else's computer ends by itself after so long: a working day. */
const BORROWED_MS = 12 * 60 * 60_000;

/** Logging in with account and password (manual 2.5); on a device that is new it also links the device. */
export class SupplierSignIn {
  account = $state('');
  password = $state('');
  /** whose computer it is, once somebody has said so */
  #owner = $state<'own' | 'borrowed' | undefined>(undefined);
  busy = $state(false);
  /** what stands below a field, or above the button */
  failure = $state.raw<(ErrorText & { field?: 'account' | 'password' }) | undefined>(undefined);
  /** the record that links this device, until the platform has answered */
  linking = $state.raw<RecordId | undefined>(undefined);

  readonly #found = $derived(supplierByAccount(office.state, this.account.trim()));

  get #link(): LinkedDevice | undefined {
    const device = office.device;
    return this.#found && device ? linkOf(this.#found, device, office.now()) : undefined;
  }

  /** Whose computer it is matters: the device is not linked with the account that is typed, or for a while only. */
  get asksWhose(): boolean {
    return this.account.trim() !== '' && (!this.#link || this.#link.until !== undefined);
  }

  /** A computer that was said to be somebody else's stays so until it is said otherwise. */
  get owner(): 'own' | 'borrowed' {
    return this.#owner ?? (this.#link?.until === undefined ? 'own' : 'borrowed');
  }

  set owner(owner: 'own' | 'borrowed') {
    this.#owner = owner;
  }

  /** An administrator has opened the account to this device: it has no password until one is chosen here. */
  get needsPassword(): boolean {
    return this.#link !== undefined && this.#found?.password === undefined;
  }

  /** Accounts that this device may act for. */
  get known(): readonly Pick<Supplier, 'id' | 'account'>[] {
    const device = office.device;
    if (!device) return [];
    return suppliersOf(office.state, device, office.now()).map(({ id, account }) => ({ id, account }));
  }

  /** @returns whether the person is signed in now */
  async submit(): Promise<boolean> {
    if (this.busy) return false;
    this.failure = undefined;
    this.busy = true;
    try {
      const ports = await office.devicePorts();
      const { supplier, record } = await login(ports, office.state, {
        account: this.account,
        password: this.password,
        label: deviceLabel(),
        ...(this.asksWhose && this.owner === 'borrowed' && { until: office.now() + BORROWED_MS }),
      });
      if (record && !(await this.#linked(record))) return false;
      office.signIn(supplier);
      return true;
    } catch (error) {
      const told = describeError(error);
      this.failure = { ...told, field: FIELD_OF[told.code] };
      return false;
    } finally {
      this.busy = false;
      this.password = '';
    }
  }

  async #linked(record: RecordId): Promise<boolean> {
    this.linking = record;
    try {
      const refusal = refusalText(await office.settled(record));
      if (refusal === undefined) return true;
      this.failure = { text: refusal, code: 'refused' };
      return false;
    } finally {
      this.linking = undefined;
    }
  }
}

const FIELD_OF: Readonly<Record<string, 'account' | 'password'>> = {
  'no-such-account': 'account',
  'wrong-password': 'password',
};

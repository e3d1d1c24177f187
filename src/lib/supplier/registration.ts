import type { RecordId } from '../ledger';
import { REGISTRATION_BITS, type WorkProgress } from '../platform';
import { SupplierError } from './error';
import { registered, registrationSubject, type Registered } from './kinds/registered';
import { newPasswordRecord } from './password';
import { requireAllowed, writeAllowed, type SupplierPorts } from './ports';
import { sealJson } from './private-parts';
import type { Registration } from './registration-form';
import type { SupplierState } from './state';

export interface RegisterOptions {
  /** how this device is called in the list of the supplier's devices */
  label: string;
  /** the device's own age recipient, so that it can read the contact again */
  ownRecipient?: string;
  signal?: AbortSignal;
  onProgress?: (progress: WorkProgress) => void;
  /** of the work; the platform's rule wants this many */
  bits?: number;
}

/**
 * Registers a supplier (manual 2.4): checks what is known to be taken, makes the password's record, seals the contact
 * to the administrators, does the work against bots, and writes the record. The device is the supplier's first one.
 *
 * The one-time code has been checked before: it is the messaging's own affair.
 *
 * @param values of `readRegistrationForm`
 * @returns the supplier's id; whether it is accepted shows when the platform has ordered it
 * @throws SupplierError `no-platform`, `is-staff`, `account-taken`, `company-taken`, `bad-record`; SealedError
 *   `no-recipient`; the signal's reason; what stretching, signing and storing throw
 */
export async function register(
  ports: SupplierPorts,
  state: SupplierState,
  values: Omit<Registration, 'code'>,
  o: RegisterOptions,
): Promise<RecordId> {
  if (!state.founded) throw new SupplierError('no-platform');
  const { author, platform } = ports.writer;
  const { account, companyName, accountType } = values;
  const { label, ownRecipient, signal, bits = REGISTRATION_BITS } = o;
  const own = ownRecipient === undefined ? [] : [ownRecipient];
  const kind = registered(bits);
  const password = await newPasswordRecord(values.password, { platform, account }, ports.stretch);
  signal?.throwIfAborted();
  const contact = state.founded
    ? await sealJson(state, 'contact', author, values.contact, own)
    : 'A'.repeat(4);
  const body: Registered = { account, password, companyName, accountType, contact, label, pow: '' };
  requireAllowed(ports, state, kind, body, 'proof-of-work'); // before a second of work
  const pow = await ports.work(registrationSubject(platform, author, account), bits, signal, o.onProgress);
  signal?.throwIfAborted();
  return writeAllowed(ports, state, kind, { ...body, pow });
}

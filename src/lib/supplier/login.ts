import type { AuthorId, RecordId } from '../ledger';
import { narrow } from './contact';
import { SupplierError } from './error';
import { linked, type Linked } from './kinds/linked';
import { passwordChanged } from './kinds/password-changed';
import { recovered } from './kinds/recovered';
import { unlinked } from './kinds/unlinked';
import { linkStatement, newPasswordRecord, withPassword } from './password';
import { writeAllowed, type SupplierPorts } from './ports';
import { linkOf, supplierByAccount, type Supplier, type SupplierState } from './state';

type Ports = Pick<SupplierPorts, 'writer' | 'now' | 'stretch'>;

/**
 * Logs in as a supplier (manual 2.5). On a linked device the password opens the account; on any other one it also
 * links the device, by a record that only who knows the password can make. A wrong password never leaves the device.
 * Wrong ones cost nothing but their time here: whoever guesses has the record and does it elsewhere, see `password.ts`.
 *
 * @param o.label how this device is called in the list of devices
 * @param o.until ms since the epoch; on a computer that is not one's own: when the link ends by itself
 * @returns `record` where the device was linked just now; it may act when that record is accepted
 * @throws SupplierError `no-such-account`, `no-password`, `wrong-password`, `too-many-devices`, `ended-already`
 */
export async function login(
  ports: Ports,
  state: SupplierState,
  o: { account: string; password: string; label: string; until?: number },
): Promise<{ supplier: RecordId; record?: RecordId }> {
  const { author: device, platform } = ports.writer;
  const { label, until } = o;
  const found = supplierByAccount(state, narrow(o.account));
  if (!found) throw new SupplierError('no-such-account', { account: o.account });
  if (!found.password) throw new SupplierError('no-password');
  const { id, account } = found;
  const unlinkedBy = found.unlinked.get(device);
  const statement = linkStatement({ platform, supplier: id, device, unlinkedBy, until });
  const opened = await withPassword(
    o.password,
    { platform, account },
    found.password,
    ports.stretch,
    (sign) => sign(statement),
  );
  if (!opened) throw new SupplierError('wrong-password');
  const own = linkOf(found, device, ports.now());
  if (own && (own.until === undefined || until !== undefined)) return { supplier: id };
  const body: Linked = { supplier: id, label, proof: opened.result, ...(until !== undefined && { until }) };
  return { supplier: id, record: await writeAllowed(ports, state, linked, body) };
}

/**
 * Links another device by this one's word; the other one has shown its id, by a code or a QR code.
 *
 * @throws SupplierError as the rule: `not-linked`, `linked-for-a-while`, `linked-already`, `too-many-devices`
 */
export function linkDevice(
  ports: Pick<Ports, 'writer' | 'now'>,
  state: SupplierState,
  o: { supplier: RecordId; device: AuthorId; label: string; until?: number },
): Promise<RecordId> {
  const { supplier, device, label, until } = o;
  const body = { supplier, device, label, ...(until !== undefined && { until }) };
  return writeAllowed(ports, state, linked, body);
}

/** Ends a device's link, also this device's own. @throws SupplierError as the rule */
export function unlinkDevice(
  ports: Pick<Ports, 'writer' | 'now'>,
  state: SupplierState,
  { supplier, device }: { supplier: RecordId; device: AuthorId },
): Promise<RecordId> {
  return writeAllowed(ports, state, unlinked, { supplier, device });
}

/**
 * Chooses another password on a linked device.
 *
 * @param o.current      the old one; left out where a one-time code to the registered number has taken its place, or
 *   an administrator has opened the account to this device
 * @param o.password     of a form that `checkPassword` has passed
 * @param o.unlinkOthers whether all other devices have to log in anew
 * @throws SupplierError `no-supplier`, `wrong-password`, `not-linked`, `linked-for-a-while`
 */
export async function changePassword(
  ports: Ports,
  state: SupplierState,
  o: { supplier: RecordId; current?: string; password: string; unlinkOthers: boolean },
): Promise<RecordId> {
  const supplier = state.suppliers.get(o.supplier);
  if (!supplier) throw new SupplierError('no-supplier');
  const { platform } = ports.writer;
  const owner = { platform, account: supplier.account };
  if (o.current !== undefined && !(await isPassword(ports, owner, supplier, o.current))) {
    throw new SupplierError('wrong-password');
  }
  const password = await newPasswordRecord(o.password, owner, ports.stretch);
  const body = { supplier: supplier.id, password, unlinkOthers: o.unlinkOthers };
  return writeAllowed(ports, state, passwordChanged, body);
}

/** An administrator opens an account to a new device: see the kind. @throws SupplierError as the rule */
export function recoverAccount(
  ports: Pick<Ports, 'writer' | 'now'>,
  state: SupplierState,
  o: { supplier: RecordId; device: AuthorId; label: string; reason: string },
): Promise<RecordId> {
  return writeAllowed(ports, state, recovered, o);
}

async function isPassword(
  ports: Ports,
  owner: Parameters<typeof withPassword>[1],
  { password }: Supplier,
  typed: string,
): Promise<boolean> {
  return password !== undefined && !!(await withPassword(typed, owner, password, ports.stretch, () => true));
}

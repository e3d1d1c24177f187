import type { RecordId } from '../ledger';
import { blobIdOf } from '../sync';
import { SupplierError } from './error';
import { submitted, type Submitted } from './kinds/submitted';
import { readLicence } from './licence';
import { requireAllowed, type SupplierPorts } from './ports';
import { sealJson, sealPart } from './private-parts';
import type { PrivateProfile, Profile } from './profile-form';
import type { SupplierState } from './state';

/**
 * Gives a profile to the administrators (manual 2.5 and 2.6): the first one, a corrected one after a rejection, or a
 * change of one in force. Everything private is sealed before it leaves this function.
 *
 * @param values  of `readProfileForm`
 * @param licence see `readLicence`
 * @returns the submission's id
 * @throws SupplierError `licence`, and the codes of the rule: `not-linked`, `under-review`, `unknown-category`,
 *   `company-taken`, `credit-code-taken`; SealedError `no-recipient`; what reading, signing and storing throw
 */
export async function submitProfile(
  ports: Pick<SupplierPorts, 'writer' | 'now'>,
  state: SupplierState,
  supplier: RecordId,
  values: { profile: Profile; private: PrivateProfile },
  licence: Blob,
  o: { ownRecipient?: string } = {},
): Promise<RecordId> {
  const read = await readLicence(licence);
  if ('problem' in read) throw new SupplierError('licence', { problem: read.problem });
  const { author } = ports.writer;
  const own = o.ownRecipient === undefined ? [] : [o.ownRecipient];
  const picture = new Uint8Array(await licence.arrayBuffer());
  const [sealed, sealedPicture] = await Promise.all([
    sealJson(state, 'profile', author, values.private, own),
    sealPart(state, 'licence', author, picture, own),
  ]);
  const blob = new Blob([sealedPicture as Uint8Array<ArrayBuffer>]);
  const id = await blobIdOf(blob);
  const body: Submitted = { supplier, profile: values.profile, licence: id, sealed };
  requireAllowed(ports, state, submitted, body);
  return ports.writer.write(submitted.kind, body, [{ id, blob }]);
}

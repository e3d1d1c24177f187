import * as v from 'valibot';
import { sha256, type KeyRecords, type Vaults } from '../keys';
import { Chain, encodeBase64url, type AuthorId, type RecordId } from '../ledger';
import { issuePlatformIssuing, issuePlatformRoot } from './authority-certificates';
import { platformDetails } from './details';
import { founded } from './kinds/founded';
import { StaffError } from './staff-error';
import { newAuthorityVault, newStaffVault, newVaultId } from './staff-keys';
import { endorsementOf } from './statements';
import { refuseBadBody } from './write-checked';

/** Somebody's first record on a platform, and their keys: to be stored together, all or nothing. */
export interface FirstSteps {
  platform: string;
  author: AuthorId;
  /** to be sent; the author's chain goes on behind it */
  record: { jws: string; id: RecordId; seq: number };
  /** vaults and keys to be stored */
  keys: KeyRecords;
  /** names of the vaults in `keys`: of the keys of staff, and of a root's and an issuing CA's */
  vaultIds: { staff: string; root?: string; issuing?: string };
}

/**
 * Makes a platform: the root key and the founder's own keys, and of one who certifies too an issuing CA key, each
 * under a PIN of its own; the certificates; the first record. Nothing is kept until what is returned is stored.
 *
 * @param o.vaults     of the founder's workspace
 * @param o.pins       `issuing` where the founder certifies too; else an operator joins and is certified later
 * @param o.details    `PlatformDetails` as they were typed
 * @param o.founder    how the founder is called
 * @param o.now        ms since the epoch
 * @throws StaffError `bad-details`; KeyError `weak-pin`
 */
export async function foundPlatform(o: {
  vaults: Vaults;
  pins: { staff: string; root: string; issuing?: string };
  details: unknown;
  founder: string;
  now: number;
  random(length: number): Uint8Array;
}): Promise<FirstSteps & { root: Uint8Array; issuing?: Uint8Array }> {
  const { pins, now, random } = o;
  const details = v.safeParse(platformDetails, o.details);
  if (!details.success) throw new StaffError('bad-details', { where: v.getDotPath(details.issues[0]) });
  const { name } = details.output;
  const staged = o.vaults.stage();
  const vaultIds: FirstSteps['vaultIds'] = {
    staff: newVaultId('staff', random),
    root: newVaultId('root', random),
  };
  const opened: { lock(): void }[] = [];
  try {
    const staff = await newStaffVault(staged.vaults, vaultIds.staff, pins.staff);
    opened.push(staff.vault);
    const { vault, signer } = await newAuthorityVault(staged.vaults, vaultIds.root!, pins.root);
    opened.push(vault);
    const root = await issuePlatformRoot(name, signer, now);
    let issuing: Uint8Array | undefined;
    if (pins.issuing !== undefined) {
      vaultIds.issuing = newVaultId('issuing', random);
      const own = await newAuthorityVault(staged.vaults, vaultIds.issuing, pins.issuing);
      opened.push(own.vault);
      issuing = await issuePlatformIssuing(name, own.signer.spki, { certificate: root, signer }, now);
    }
    const body = {
      ...details.output,
      root: encodeBase64url(root),
      ...(issuing && { issuing: encodeBase64url(issuing) }),
      endorsement: encodeBase64url(await signer.sign(endorsementOf(staff.author.id))),
      founder: o.founder,
      recipient: staff.recipient,
    };
    refuseBadBody(founded, body);
    const platform = encodeBase64url(await sha256(root));
    const record = await new Chain(staff.author, platform, undefined).write(founded.kind, body, now);
    const author = staff.author.id;
    return { platform, author, record, keys: staged.records(), vaultIds, root, ...(issuing && { issuing }) };
  } finally {
    for (const vault of opened) vault.lock();
  }
}

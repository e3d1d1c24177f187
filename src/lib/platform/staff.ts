import type { UnlockedVault, Vaults } from '../keys';
import { Chain, encodeBase64url, type AuthorId, type RecordId } from '../ledger';
import { issuePlatformIssuing } from './authority-certificates';
import type { FirstSteps } from './found-platform';
import { writeInvitationLink, type InvitationLink } from './invitation-link';
import { certified } from './kinds/certified';
import { changed } from './kinds/changed';
import { invited } from './kinds/invited';
import { joined } from './kinds/joined';
import { removed } from './kinds/removed';
import { uninvited } from './kinds/uninvited';
import { StaffError } from './staff-error';
import { authoritySigner, newAuthorityVault, newStaffVault, newVaultId } from './staff-keys';
import type { PlatformDetails, PlatformSlice, Role } from './state';
import { acceptanceOf, possessionOf } from './statements';
import { newToken, signByToken, tokenHashOf, tokenPublicKey } from './token';
import { writeChecked } from './write-checked';
import type { RecordWriter } from './writer';

/** How long an invitation holds. */
const INVITATION_MS = 7 * 86_400_000;

/** An administrator at work: the state as it is folded here, and the platform's clock as it is known here. */
export interface Desk {
  writer: RecordWriter;
  state: PlatformSlice;
  /** ms since the epoch */
  now: number;
}

/**
 * Invites somebody to join the staff within a week.
 *
 * @param o.name as whoever invites knows them
 * @returns the link to give to them and nobody else; it cannot be had again
 * @throws StaffError `bad-details`, `not-permitted`; what the writer throws
 */
export async function invite(
  { writer, state, now }: Desk,
  o: { role: Role; name: string; random(length: number): Uint8Array },
): Promise<{ invitation: RecordId; link: string; expiresAt: number }> {
  const token = newToken((length) => o.random(length));
  const tokenHash = tokenHashOf(tokenPublicKey(token)!);
  const expiresAt = now + INVITATION_MS;
  const body = { role: o.role, name: o.name, tokenHash, expiresAt };
  const invitation = await writeChecked(writer, invited, state, body, now);
  return {
    invitation,
    link: writeInvitationLink({ platform: writer.platform, invitation, token }),
    expiresAt,
  };
}

/**
 * Takes back an invitation that nobody has used. Whoever joins by it before the platform has this record is in.
 *
 * @throws StaffError `not-permitted`; what the writer throws
 */
export function uninvite({ writer, state, now }: Desk, invitation: RecordId): Promise<RecordId> {
  return writeChecked(writer, uninvited, state, { invitation }, now);
}

/**
 * Joins by an invitation: makes the keys, of an operator the issuing CA's too, and the first record. Nothing is kept
 * until what is returned is stored. An operator can issue only when an administrator has certified that key.
 *
 * @param o.vaults of the workspace of whoever joins
 * @param o.pins   `issuing` for an operator
 * @param o.state  the platform's, folded as far as it goes
 * @param o.name   as they want to be called
 * @param o.now    the platform's clock, ms since the epoch
 * @throws StaffError `other-platform`, `no-such-invitation`, `not-permitted`, `bad-details`; KeyError `weak-pin`
 */
export async function join(o: {
  vaults: Vaults;
  pins: { staff: string; issuing?: string };
  link: InvitationLink;
  state: PlatformSlice;
  name: string;
  now: number;
  random(length: number): Uint8Array;
}): Promise<FirstSteps> {
  const { pins, link, state, name, now, random } = o;
  if (state.founded && state.founded.id !== link.platform) {
    throw new StaffError('other-platform', { platform: link.platform });
  }
  const invitation = state.invitations.get(link.invitation);
  if (!invitation) throw new StaffError('no-such-invitation');
  const staged = o.vaults.stage();
  const vaultIds: FirstSteps['vaultIds'] = { staff: newVaultId('staff', random) };
  const opened: { lock(): void }[] = [];
  try {
    const staff = await newStaffVault(staged.vaults, vaultIds.staff, pins.staff);
    opened.push(staff.vault);
    const author = staff.author.id;
    const body = {
      invitation: link.invitation,
      token: {
        publicKey: encodeBase64url(tokenPublicKey(link.token)!),
        signature: encodeBase64url(signByToken(link.token, acceptanceOf(link.invitation, author))),
      },
      name,
      recipient: staff.recipient,
    };
    let issuing: { spki: string; proof: string } | undefined;
    if (invitation.role === 'ca-operator' && pins.issuing !== undefined) {
      vaultIds.issuing = newVaultId('issuing', random);
      const { vault, signer } = await newAuthorityVault(staged.vaults, vaultIds.issuing, pins.issuing);
      opened.push(vault);
      const proof = encodeBase64url(await signer.sign(possessionOf(author)));
      issuing = { spki: encodeBase64url(signer.spki), proof };
    }
    const chain = new Chain(staff.author, link.platform, undefined);
    let record: FirstSteps['record'] | undefined;
    const writer: RecordWriter = {
      author,
      platform: link.platform,
      write: async (kind, whole) => (record = await chain.write(kind, whole, now)).id,
    };
    await writeChecked(writer, joined, state, { ...body, ...(issuing && { issuing }) }, now);
    return { platform: link.platform, author, record: record!, keys: staged.records(), vaultIds };
  } finally {
    for (const vault of opened) vault.lock();
  }
}

/**
 * Certifies an operator's key as an issuing CA, or renews its certificate, with the root key.
 *
 * @param root vault of the root key, unlocked
 * @throws StaffError `not-permitted`, `root-ends`; KeyError `vault-locked`; PkiError `key-mismatch` for another
 *   platform's root; what the writer throws
 */
export async function certifyIssuer(
  { writer, state, now }: Desk,
  operator: AuthorId,
  root: UnlockedVault,
): Promise<RecordId> {
  const spki = state.staff.get(operator)?.issuingKey;
  if (!state.founded || !spki) {
    throw new StaffError('not-permitted', { kind: certified.kind, reason: 'not-operator' });
  }
  const issuer = { certificate: state.founded.root, signer: await authoritySigner(root) };
  const certificate = await issuePlatformIssuing(state.founded.name, spki, issuer, now);
  const body = { author: operator, certificate: encodeBase64url(certificate) };
  return writeChecked(writer, certified, state, body, now);
}

/**
 * Changes fees, bank account, support, categories or whatever else of the platform's details.
 *
 * @throws StaffError `bad-details`, `not-permitted`; what the writer throws
 */
export function changePlatform(
  { writer, state, now }: Desk,
  changes: Partial<PlatformDetails>,
): Promise<RecordId> {
  return writeChecked(writer, changed, state, changes, now);
}

/** @throws StaffError `bad-details`, `not-permitted`; what the writer throws */
export function removeStaff(
  { writer, state, now }: Desk,
  author: AuthorId,
  reason: string,
): Promise<RecordId> {
  return writeChecked(writer, removed, state, { author, reason }, now);
}

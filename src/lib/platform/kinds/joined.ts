import * as v from 'valibot';
import { decodeBase64url, type AuthorId, type RecordKind } from '../../ledger';
import { verifyNow } from '../../pki';
import { fields } from '../fields';
import { hasRole, type Invitation, type PlatformSlice } from '../state';
import { acceptanceOf, possessionOf } from '../statements';
import { isTokenSignature, tokenHashOf } from '../token';

const schema = v.strictObject({
  invitation: fields.recordId,
  /**
   * The token's public key, and its signature for this author. The token itself stays secret: a store that sees the
   * record before it is ordered could use it first.
   */
  token: v.strictObject({ publicKey: fields.bytes(33, 33), signature: fields.bytes(64, 64) }),
  name: fields.text(40),
  recipient: fields.recipient,
  /** of an operator, and only of one: the key to be certified, and its signature that they have it */
  issuing: v.optional(v.strictObject({ spki: fields.bytes(600), proof: fields.signature })),
});
type Body = v.InferOutput<typeof schema>;

/** Whoever holds an invitation's token joins the staff. */
export const joined: RecordKind<PlatformSlice, Body> = {
  kind: 'staff.joined',
  schema,

  authority(state, { author, receivedAt, body }) {
    const invitation = state.invitations.get(body.invitation);
    if (!invitation) return 'no-such-invitation';
    if (state.staff.has(author)) return 'staff-already';
    if (invitation.usedBy) return 'used-already';
    if (invitation.takenBack) return 'taken-back';
    if (receivedAt >= invitation.expiresAt) return 'expired';
    if (!hasRole(state, invitation.by, 'administrator')) return 'inviter-removed';
    return tokenRefusal(invitation, author, body) ?? issuingRefusal(invitation, author, body);
  },

  reduce({ staff, invitations }, { author, receivedAt, body }) {
    const invitation = invitations.get(body.invitation)!;
    invitation.usedBy = author;
    staff.set(author, {
      author,
      name: body.name,
      roles: [invitation.role],
      recipient: body.recipient,
      ...(body.issuing && { issuingKey: decodeBase64url(body.issuing.spki)! }),
      invitation: invitation.id,
      joinedAt: receivedAt,
    });
  },
};

function tokenRefusal(invitation: Invitation, author: AuthorId, { token }: Body): string | undefined {
  const publicKey = decodeBase64url(token.publicKey)!;
  if (tokenHashOf(publicKey) !== invitation.tokenHash) return 'wrong-token';
  const signature = decodeBase64url(token.signature)!;
  return isTokenSignature(publicKey, acceptanceOf(invitation.id, author), signature)
    ? undefined
    : 'wrong-token';
}

function issuingRefusal({ role }: Invitation, author: AuthorId, { issuing }: Body): string | undefined {
  if ((role === 'ca-operator') !== (issuing !== undefined)) return 'issuing-key';
  if (!issuing) return undefined;
  const [spki, proof] = [decodeBase64url(issuing.spki)!, decodeBase64url(issuing.proof)!];
  return verifyNow(spki, possessionOf(author), proof) ? undefined : 'issuing-key';
}

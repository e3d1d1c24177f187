import { describe, expect, it } from 'vitest';
import type { AuthorId, RecordId } from '$lib/ledger';
import { emptyPlatform, type Invitation, type PlatformSlice } from '$lib/platform';
import { invitationStanding, invitationText, partsOf, withPlace } from './invitation';

const [admin, me, other] = ['admin', 'me', 'other'] as AuthorId[] as [AuthorId, AuthorId, AuthorId];
const id = 'invitation' as RecordId;

function stateWith(invitation: Partial<Invitation>, isRemoved = false): PlatformSlice {
  const state = emptyPlatform();
  const removed = { by: other, reason: '离任', at: 1 };
  state.staff.set(admin, {
    ...{ author: admin, name: '陈静', roles: ['administrator'], recipient: 'age1', joinedAt: 0 },
    ...(isRemoved && { removed }),
  });
  state.invitations.set(id, {
    ...{ id, role: 'expert', name: '王德明', tokenHash: 'hash', expiresAt: 1000, by: admin },
    ...invitation,
  });
  return state;
}

describe('an invitation', () => {
  it('is open before its end, while whoever invited is an administrator', () => {
    expect(invitationStanding(stateWith({}), id, undefined, 999).state).toBe('open');
    expect(invitationStanding(stateWith({}), id, undefined, 1000).state).toBe('expired');
    expect(invitationStanding(stateWith({}, true), id, undefined, 999).state).toBe('inviter-removed');
  });

  it('is worth nothing when it was taken back', () => {
    const takenBack = { by: admin, at: 1 };
    expect(invitationStanding(stateWith({ takenBack }), id, undefined, 2).state).toBe('taken-back');
  });

  it('is used once, and one knows by whom', () => {
    expect(invitationStanding(stateWith({ usedBy: other }), id, me, 1).state).toBe('used');
    expect(invitationStanding(stateWith({ usedBy: me }), id, me, 1).state).toBe('joined');
    expect(invitationStanding(stateWith({ usedBy: other }), id, undefined, 1).state).toBe('used');
  });

  it('may not be known', () => {
    expect(invitationStanding(emptyPlatform(), id, undefined, 1).state).toBe('unknown');
  });
});

describe('what is pasted', () => {
  it.each([
    ['https://suiyin.example/join#i1.a.b.c', 'i1.a.b.c'],
    ['  i1.a.b.c \n', 'i1.a.b.c'],
    ['i1.a.\nb.c', 'i1.a.b.c'],
    ['', ''],
  ])('%j holds %j', (pasted, text) => expect(invitationText(pasted)).toBe(text));
});

describe('an invitation to a platform on servers', () => {
  it('says where these are, and one to a platform in this browser does not', () => {
    const text = withPlace('i1.a.b.c', 'n1.d');
    expect(invitationText(`https://suiyin.example/join#${text}`)).toBe(text);
    expect(partsOf(text)).toEqual({ invitation: 'i1.a.b.c', place: 'n1.d' });
    expect(partsOf(withPlace('i1.a.b.c', undefined))).toEqual({ invitation: 'i1.a.b.c' });
  });
});

import { bech32 } from '@scure/base';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../ledger';
import { hasRole, recipientsOf, type Role } from '../state';
import {
  DAY_MS,
  hire,
  invitation,
  joiningBody,
  newPerson,
  newPlatform,
  newSigner,
  type Person,
  type TestPlatform,
} from '../testing';

let platform: TestPlatform;
let administrator: Person;
beforeEach(async () => void ({ platform, administrator } = await newPlatform()));

const invite = async (role: Role, by = administrator) => {
  const { token, body } = invitation(role, platform.now);
  return { token, ...(await platform.write(by, 'staff.invited', body)) };
};

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

describe('staff.invited', () => {
  it('is kept with who has invited', async () => {
    const { id } = await invite('expert');
    expect(platform.state.invitations.get(id)).toMatchObject({ id, role: 'expert', by: administrator.id });
    expect(platform.state.staff.size).toBe(1);
  });

  it('is for administrators, and ends in the future', async () => {
    const { person: expert } = await hire(platform, administrator, 'expert');
    expect(await invite('administrator', expert)).toMatchObject(refused('not-administrator'));
    const { body } = invitation('expert', platform.now - DAY_MS);
    expect(await platform.write(administrator, 'staff.invited', body)).toMatchObject(refused('expired'));
  });

  it.each([
    { role: 'owner' },
    { name: '' },
    { name: '带\u202e方向' },
    { tokenHash: 'AA' },
    { expiresAt: 1.5 },
  ])('is refused with %o', async (change) => {
    const { body } = invitation('expert', platform.now);
    expect(await platform.write(administrator, 'staff.invited', { ...body, ...change })).toMatchObject({
      reason: 'bad-body',
      detail: Object.keys(change)[0],
    });
  });
});

describe('staff.joined', () => {
  it.each<Role>(['administrator', 'expert', 'ca-operator'])('gives the role of %s, once', async (role) => {
    const { person, invited, joined, token, issuing } = await hire(platform, administrator, role);
    expect(joined.verdict).toBe('accepted');
    expect(hasRole(platform.state, person.id, role)).toBe(true);
    expect(recipientsOf(platform.state, role)).toContain(person.recipient);
    expect(platform.state.invitations.get(invited.id)?.usedBy).toBe(person.id);
    const second = await newPerson();
    const body = await joiningBody(second, invited.id, token, issuing);
    expect(await platform.write(second, 'staff.joined', body)).toMatchObject(refused('used-already'));
  });

  it('is not to be taken from somebody whose record was seen on the way', async () => {
    const { id, token } = await invite('administrator');
    const [invited, thief] = [await newPerson(), await newPerson()];
    const seen = await joiningBody(invited, id, token);
    const stolen = { ...seen, recipient: thief.recipient };
    expect(await platform.write(thief, 'staff.joined', stolen)).toMatchObject(refused('wrong-token'));
    expect(await platform.write(invited, 'staff.joined', seen)).toMatchObject({ verdict: 'accepted' });
  });

  it('is refused with another token, and by no invitation', async () => {
    const [one, other] = [await invite('expert'), await invite('expert')];
    const person = await newPerson();
    const wrong = await joiningBody(person, one.id, other.token);
    expect(await platform.write(person, 'staff.joined', wrong)).toMatchObject(refused('wrong-token'));
    const none = await joiningBody(person, 'A'.repeat(43) as typeof one.id, one.token);
    expect(await platform.write(person, 'staff.joined', none)).toMatchObject(refused('no-such-invitation'));
  });

  it('is refused after the invitation has ended, by the clock of the platform', async () => {
    const { id, token } = await invite('expert');
    const { expiresAt } = platform.state.invitations.get(id)!;
    const [late, last] = [await newPerson(), await newPerson()];
    platform.now = expiresAt;
    const body = await joiningBody(late, id, token);
    expect(await platform.write(late, 'staff.joined', body)).toMatchObject(refused('expired'));
    platform.now = expiresAt - 1;
    const joining = await joiningBody(last, id, token);
    expect(await platform.write(last, 'staff.joined', joining)).toMatchObject({ verdict: 'accepted' });
  });

  it('is refused where whoever has invited was removed since', async () => {
    const { person: second } = await hire(platform, administrator, 'administrator');
    const { id, token } = await invite('administrator', second);
    const body = { author: second.id, reason: '离职' };
    expect((await platform.write(administrator, 'staff.removed', body)).verdict).toBe('accepted');
    const person = await newPerson();
    const joining = await joiningBody(person, id, token);
    expect(await platform.write(person, 'staff.joined', joining)).toMatchObject(refused('inviter-removed'));
  });

  it('gives nobody a second role', async () => {
    const { person } = await hire(platform, administrator, 'expert');
    const { id, token } = await invite('administrator');
    const body = await joiningBody(person, id, token);
    expect(await platform.write(person, 'staff.joined', body)).toMatchObject(refused('staff-already'));
  });

  it('wants an issuing key of operators, with a proof that it is theirs, and of nobody else', async () => {
    const [person, other, key] = [await newPerson(), await newPerson(), await newSigner()];
    const operator = await invite('ca-operator');
    const without = await joiningBody(person, operator.id, operator.token);
    expect(await platform.write(person, 'staff.joined', without)).toMatchObject(refused('issuing-key'));
    const { issuing } = await joiningBody(other, operator.id, operator.token, key); // proves it of another
    expect(await platform.write(person, 'staff.joined', { ...without, issuing })).toMatchObject(
      refused('issuing-key'),
    );
    const expert = await invite('expert');
    const more = await joiningBody(person, expert.id, expert.token, key);
    expect(await platform.write(person, 'staff.joined', more)).toMatchObject(refused('issuing-key'));
  });

  it('is refused with a point that nothing can be sealed to', async () => {
    const { id, token } = await invite('ca-operator');
    const person = await newPerson();
    const zero = bech32.encodeFromBytes('age', new Uint8Array(32));
    const foreign = bech32.encodeFromBytes('age2', new Uint8Array(32).fill(9));
    const body = await joiningBody(person, id, token, await newSigner());
    const flipped = person.recipient.slice(0, -1) + (person.recipient.endsWith('q') ? 'p' : 'q');
    for (const recipient of [zero, foreign, flipped, person.recipient.toUpperCase()]) {
      expect(await platform.write(person, 'staff.joined', { ...body, recipient })).toMatchObject({
        reason: 'bad-body',
        detail: 'recipient',
      });
    }
    const short = { ...body, token: { publicKey: encodeBase64url(new Uint8Array(33)), signature: 'AA' } };
    expect(await platform.write(person, 'staff.joined', short)).toMatchObject({ reason: 'bad-body' });
  });
});

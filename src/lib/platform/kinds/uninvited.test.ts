import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { DAY_MS, hire, invitation, joiningBody, newPerson, newPlatform, type Person } from '../testing';

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

let made: Awaited<ReturnType<typeof newPlatform>>;
let id: RecordId;
let token: Uint8Array;
beforeEach(async () => {
  made = await newPlatform();
  const offer = invitation('expert', made.platform.now);
  token = offer.token;
  ({ id } = await made.platform.write(made.administrator, 'staff.invited', offer.body));
});

const takeBack = (by: Person = made.administrator, of = id) =>
  made.platform.write(by, 'staff.uninvited', { invitation: of });

async function joins(): Promise<object> {
  const person = await newPerson();
  return made.platform.write(person, 'staff.joined', await joiningBody(person, id, token));
}

describe('staff.uninvited', () => {
  it('makes the link worth nothing', async () => {
    const at = made.platform.now;
    expect((await takeBack()).verdict).toBe('accepted');
    expect(made.platform.state.invitations.get(id)?.takenBack).toEqual({ by: made.administrator.id, at });
    expect(await joins()).toMatchObject(refused('taken-back'));
    expect(made.platform.state.staff.size).toBe(1);
  });

  it('comes too late for who has joined', async () => {
    expect(await joins()).toMatchObject({ verdict: 'accepted' });
    expect(await takeBack()).toMatchObject(refused('used-already'));
  });

  it('is of an invitation that there is, once, and before its end', async () => {
    expect(await takeBack(undefined, 'A'.repeat(43) as RecordId)).toMatchObject(
      refused('no-such-invitation'),
    );
    await takeBack();
    expect(await takeBack()).toMatchObject(refused('taken-back'));
    const { body } = invitation('expert', made.platform.now);
    const second = await made.platform.write(made.administrator, 'staff.invited', body);
    made.platform.now += DAY_MS;
    expect(await takeBack(undefined, second.id)).toMatchObject(refused('expired'));
  });

  it('is for any administrator, and nobody else', async () => {
    const { platform, administrator } = made;
    const { person: expert } = await hire(platform, administrator, 'expert');
    expect(await takeBack(expert)).toMatchObject(refused('not-administrator'));
    const { person: other } = await hire(platform, administrator, 'administrator');
    expect((await takeBack(other)).verdict).toBe('accepted');
  });
});

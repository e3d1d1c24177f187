import { describe, expect, it } from 'vitest';
import { DAY_MS, hire, invitation, newPerson, newPlatform } from '../testing';
import { MAX_INVITATION_MS } from './invited';

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

describe('staff.invited', () => {
  it('holds for a month at most, counted from when the platform has it', async () => {
    const { platform, administrator } = await newPlatform();
    const until = (ms: number) => {
      const { body } = invitation('expert', platform.now);
      return platform.write(administrator, 'staff.invited', { ...body, expiresAt: platform.now + ms });
    };
    expect(await until(MAX_INVITATION_MS + 1)).toMatchObject(refused('too-long'));
    expect(await until(0)).toMatchObject(refused('expired'));
    expect(platform.state.invitations.size).toBe(0);
    expect((await until(MAX_INVITATION_MS)).verdict).toBe('accepted');
    expect((await until(1)).verdict).toBe('accepted');
    expect(MAX_INVITATION_MS).toBe(30 * DAY_MS);
  });

  it('is for administrators only', async () => {
    const { platform, administrator } = await newPlatform();
    const { person } = await hire(platform, administrator, 'expert');
    for (const one of [person, await newPerson()]) {
      const { body } = invitation('expert', platform.now);
      expect(await platform.write(one, 'staff.invited', body)).toMatchObject(refused('not-administrator'));
    }
  });
});

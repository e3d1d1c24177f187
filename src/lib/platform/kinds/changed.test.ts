import { describe, expect, it } from 'vitest';
import { DETAILS, hire, newPerson, newPlatform, TestPlatform } from '../testing';

describe('platform.changed', () => {
  it('changes what it names and leaves the rest', async () => {
    const { platform, administrator } = await newPlatform();
    const fees = { 1: 1, 2: 2, 3: 3, 5: 5 };
    expect(await platform.write(administrator, 'platform.changed', { fees })).toMatchObject({
      verdict: 'accepted',
    });
    expect(platform.state.founded).toMatchObject({ ...DETAILS, fees, id: platform.id });
  });

  it('is for administrators only', async () => {
    const { platform, administrator } = await newPlatform();
    const { person: operator } = await hire(platform, administrator, 'ca-operator');
    for (const person of [operator, await newPerson()]) {
      expect(await platform.write(person, 'platform.changed', { name: '我的平台' })).toMatchObject({
        reason: 'not-permitted',
        detail: 'not-administrator',
      });
    }
    expect(platform.state.founded?.name).toBe(DETAILS.name);
  });

  it('changes nothing that makes the platform what it is, and never nothing', async () => {
    const { platform, administrator } = await newPlatform();
    for (const body of [{ root: 'AA' }, { id: 'x' }, { issuers: [] }, {}, { fees: { 1: 1 } }]) {
      const outcome = await platform.write(administrator, 'platform.changed', body);
      expect(outcome.reason, JSON.stringify(body)).toBe('bad-body');
    }
  });

  it('does not come before the platform is founded', async () => {
    const platform = new TestPlatform('A'.repeat(43));
    const outcome = await platform.write(await newPerson(), 'platform.changed', { name: '无中生有' });
    expect(outcome).toMatchObject({ reason: 'not-permitted' });
    expect(platform.state.founded).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../ledger';
import { hasRole, recipientsOf } from '../state';
import { hire, issuingOf, newPerson, newPlatform } from '../testing';

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

describe('staff.removed', () => {
  it('takes the role, what is sealed from then on, and the issuing CA; the record of it stays', async () => {
    const { platform, administrator, roots } = await newPlatform();
    const { person, issuing } = await hire(platform, administrator, 'ca-operator');
    const certificate = await issuingOf(roots, issuing!.spki);
    const body = { author: person.id, certificate: encodeBase64url(certificate) };
    await platform.write(administrator, 'issuer.certified', body);
    expect(platform.state.founded?.issuers.size).toBe(1);
    const at = platform.now;
    const removal = { author: person.id, reason: '岗位调整' };
    expect(await platform.write(administrator, 'staff.removed', removal)).toMatchObject({
      verdict: 'accepted',
    });
    expect(hasRole(platform.state, person.id, 'ca-operator')).toBe(false);
    expect(recipientsOf(platform.state, 'ca-operator')).toEqual([]);
    expect(platform.state.staff.get(person.id)?.removed).toEqual({
      by: administrator.id,
      reason: '岗位调整',
      at,
    });
    expect(platform.state.founded).toMatchObject({
      issuers: new Map(),
      formerIssuers: [{ author: person.id, certificate }],
    });
    expect(await platform.write(administrator, 'issuer.certified', body)).toMatchObject(
      refused('not-operator'),
    );
  });

  it('leaves an administrator', async () => {
    const { platform, administrator } = await newPlatform();
    const itself = { author: administrator.id, reason: '退出' };
    expect(await platform.write(administrator, 'staff.removed', itself)).toMatchObject(
      refused('last-administrator'),
    );
    const { person } = await hire(platform, administrator, 'administrator');
    expect((await platform.write(person, 'staff.removed', itself)).verdict).toBe('accepted');
    const last = { author: person.id, reason: '退出' };
    expect(await platform.write(person, 'staff.removed', last)).toMatchObject(refused('last-administrator'));
    expect(await platform.write(administrator, 'staff.removed', last)).toMatchObject(
      refused('not-administrator'),
    );
  });

  it('is of staff only, once, and with a reason', async () => {
    const { platform, administrator } = await newPlatform();
    const { person } = await hire(platform, administrator, 'expert');
    const stranger = { author: (await newPerson()).id, reason: '无' };
    expect(await platform.write(administrator, 'staff.removed', stranger)).toMatchObject(
      refused('not-staff'),
    );
    const removal = { author: person.id, reason: '期满' };
    expect(await platform.write(person, 'staff.removed', removal)).toMatchObject(
      refused('not-administrator'),
    );
    expect((await platform.write(administrator, 'staff.removed', removal)).verdict).toBe('accepted');
    expect(await platform.write(administrator, 'staff.removed', removal)).toMatchObject(refused('not-staff'));
    const without = { author: person.id, reason: '' };
    expect((await platform.write(administrator, 'staff.removed', without)).reason).toBe('bad-body');
  });
});

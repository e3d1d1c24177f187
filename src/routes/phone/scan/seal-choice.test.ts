import { describe, expect, test } from 'vitest';
import type { PlatformIdentity } from '$lib/certificate';
import type { AuthorId, RecordId } from '$lib/ledger';
import type { Supplier } from '$lib/supplier';
import { accountAsking, likeliestFirst } from './seal-choice';

const COMPUTER = 'computer' as AuthorId;
const ONE = 'one' as RecordId;
const identity = (serial: string, companyName: string) =>
  ({ kind: 'platform', id: serial, serial, companyName }) as PlatformIdentity;
const older = identity('a', '别家测试有限公司');
const own = identity('b', '湘江测试供应有限公司');
const certificates = new Map([
  ['a', { enterprise: 'e-a' as RecordId }],
  ['b', { enterprise: 'e-b' as RecordId, bound: { supplier: ONE, at: 1 } }],
]);
const account = { supplier: ONE, companyName: '湘江测试供应有限公司' };

describe('whose seals are offered first', () => {
  const first = (o: Parameters<typeof likeliestFirst>[2]) =>
    likeliestFirst([older, own], certificates, o)[0]?.serial;

  test('those of the certificate that is bound to the account of the computer', () => {
    expect(first({ account, enterprise: 'e-a' as RecordId })).toBe('b');
  });

  test('those of the same company, where none is bound', () => {
    const other = { ...account, supplier: 'two' as RecordId };
    expect(first({ account: other, enterprise: 'e-a' as RecordId })).toBe('b');
  });

  test('those of the company that the phone is switched to, where the computer names no account', () => {
    expect(first({ enterprise: 'e-b' as RecordId })).toBe('b');
    expect(first({})).toBe('a');
  });
});

test('an account is believed only of a computer that is linked with it', () => {
  const supplier = {
    id: ONE,
    registered: { companyName: account.companyName },
    devices: new Map([[COMPUTER, { until: 100 }]]),
  } as unknown as Supplier;
  const state = { suppliers: new Map([[ONE, supplier]]) };
  expect(accountAsking(state, { about: ONE, by: COMPUTER }, 50)).toMatchObject(account);
  expect(accountAsking(state, { about: ONE, by: COMPUTER }, 100)).toBeUndefined();
  expect(accountAsking(state, { about: ONE, by: 'other' as AuthorId }, 50)).toBeUndefined();
  expect(accountAsking(state, { by: COMPUTER }, 50)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import type { CertificateState } from '$lib/certificate';
import { encodeBase64url, type AuthorId, type RecordId } from '$lib/ledger';
import { m } from '$messages';
import { authorName, enterpriseOfRecord } from './authors';

const PHONE = 'phone-of-two-companies' as AuthorId;
const state = {
  staff: new Map(),
  suppliers: new Map(),
  people: new Map([[PHONE, { enterprises: ['one', 'two'] }]]),
  enterprises: new Map([
    ['one', { companyName: '甲公司' }],
    ['two', { companyName: '乙公司' }],
  ]),
  orders: new Map([['order', { enterprise: 'two' }]]),
  certificates: new Map([['0a', { enterprise: 'two' }]]),
} as unknown as CertificateState;

const record = (body: unknown): string =>
  `e30.${encodeBase64url(new TextEncoder().encode(JSON.stringify({ body })))}.sig`;

describe('a person of two companies', () => {
  it.each([{ enterprise: 'two' }, { order: 'order' }, { serial: '0a' }])(
    'is named by the company that the record %o is about',
    (body) =>
      expect(authorName(state, PHONE, enterpriseOfRecord(state, record(body)))).toBe(
        m.audit_author_phone_of({ company: '乙公司' }),
      ),
  );

  it('is named by the phone where the record is about no company', () => {
    const about = enterpriseOfRecord(state, record({}));
    expect(about).toBeUndefined();
    expect(authorName(state, PHONE, about)).toBe(m.audit_author_phone_several({ id: 'phone-of', n: 2 }));
    expect(authorName(state, PHONE, 'unknown' as RecordId)).toContain('phone-of');
  });

  it('does not fail on what is no record', () => expect(enterpriseOfRecord(state, '!.!')).toBeUndefined());
});

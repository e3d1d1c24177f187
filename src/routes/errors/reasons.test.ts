import { describe, expect, it } from 'vitest';
import { m } from '$messages';
import { describeReason, describeRefusal } from './reasons';

describe('why a record has no effect', () => {
  it.each([
    'malformed',
    'wrong-platform',
    'unknown-author',
    'bad-signature',
    'duplicate',
    'duplicate-slot',
    'chain-gap',
  ])('is said for %s without its code', (reason) => {
    expect(describeReason({ reason })).toMatch(/。$/);
    expect(describeReason({ reason })).not.toContain(reason);
  });

  it('is told by the rule of the kind: one code means different things', () => {
    const reason = 'not-permitted';
    expect(describeReason({ reason, detail: 'expired', kind: 'staff.joined' })).toBe(m.admin_rule_expired());
    expect(describeReason({ reason, detail: 'expired', kind: 'order.placed' })).not.toBe(
      m.admin_rule_expired(),
    );
    expect(describeReason({ reason, detail: 'account-taken', kind: 'supplier.registered' })).toBe(
      m.supplier_error_account_taken(),
    );
  });

  it('keeps the code where nobody foresaw it', () => {
    expect(describeReason({ reason: 'not-permitted', detail: 'brand-new', kind: 'staff.joined' })).toContain(
      'brand-new',
    );
    expect(describeReason({ reason: 'constructor' })).toContain('constructor');
  });
});

describe('why the platform has not taken a record', () => {
  it('is told, and else the code', () => {
    expect(describeRefusal('file-missing')).toBe(m.outbox_refused_file_missing());
    expect(describeRefusal('odd')).toContain('odd');
  });
});

import { describe, expect, it } from 'vitest';
import { certificateKinds } from '$lib/certificate';
import { platformKinds } from '$lib/platform';
import { supplierKinds } from '$lib/supplier';
import { tenderKinds } from '$lib/tender';
import { m } from '$messages';
import { kindText } from './kinds';

describe('kinds in words', () => {
  it.each([...platformKinds, ...supplierKinds, ...certificateKinds, ...tenderKinds].map(({ kind }) => kind))(
    '%s has some',
    (kind) => expect(kindText(kind)).not.toBe(m.audit_kind_other({ kind })),
  );

  it('are the code itself for a kind of a later version, and say so where a record cannot be read', () => {
    expect(kindText('contract.signed')).toContain('contract.signed');
    expect(kindText(undefined)).toBe(m.audit_kind_unreadable());
  });
});

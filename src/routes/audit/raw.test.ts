import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '$lib/ledger';
import { rawRecord } from './raw';

const part = (value: unknown): string => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));

describe('a record for reading', () => {
  it('shows header and payload as JSON, and the signature', () => {
    const raw = rawRecord(
      `${part({ alg: 'ES256' })}.${part({ kind: 'staff.joined', body: { name: '王德明' } })}.sig`,
    );
    expect(JSON.parse(raw.header)).toEqual({ alg: 'ES256' });
    expect(JSON.parse(raw.payload)).toEqual({ kind: 'staff.joined', body: { name: '王德明' } });
    expect(raw.signature).toBe('sig');
  });

  it('shortens ciphertext, unless all of it is wanted', () => {
    const jws = `${part({})}.${part({ sealed: 'A'.repeat(1000) })}.sig`;
    expect(rawRecord(jws).payload).toContain('(1000)');
    expect(rawRecord(jws).payload.length).toBeLessThan(200);
    expect(rawRecord(jws, true).payload).toContain('A'.repeat(1000));
  });

  it('leaves what is no record as it is', () => {
    expect(rawRecord('!!.e30').header).toBe('!!');
    expect(rawRecord('').payload).toBe('');
  });
});

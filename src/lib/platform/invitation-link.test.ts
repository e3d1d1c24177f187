import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../ledger';
import { readInvitationLink, writeInvitationLink } from './invitation-link';
import { random } from './testing';
import { newToken } from './token';

const link = {
  platform: 'A'.repeat(43),
  invitation: `${'b'.repeat(42)}A` as RecordId,
  token: newToken(random),
};

describe('an invitation as a link', () => {
  it('reads back, also with blanks around it, and fits a QR code', () => {
    const text = writeInvitationLink(link);
    expect(readInvitationLink(`  ${text}\n`)).toEqual(link);
    expect(text).toMatch(/^[\w.-]{134}$/);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -1)],
    ['of another version', (text: string) => text.replace('i1', 'i2')],
    ['with more', (text: string) => `${text}.x`],
    ['with less', (text: string) => text.split('.').slice(0, 3).join('.')],
    ['with a token of zeros', (text: string) => text.slice(0, -43) + 'A'.repeat(43)],
    ['that is none', () => 'https://example.com'],
  ])('%s is refused', (_what, change) => {
    expect(() => readInvitationLink(change(writeInvitationLink(link)))).toThrow(
      expect.objectContaining({ code: 'bad-link' }),
    );
  });

  it('of whatever text throws nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readInvitationLink(`i1.${text}`)).toThrow(expect.objectContaining({ code: 'bad-link' }));
      }),
    );
  });
});

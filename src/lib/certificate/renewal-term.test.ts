import { describe, expect, test } from 'vitest';
import { countedFrom, endOfTerm } from './renewal-term';

const NOW = Date.parse('2026-11-25T02:00:00Z');
const END = Date.parse('2027-02-01T01:59:59Z');
const OLD = { notAfter: END };
const certificates = new Map<string, object>([
  ['01', OLD],
  ['02', { ...OLD, revoked: { at: NOW, reason: 'keyCompromise', note: '', by: 'x', recordedAt: NOW } }],
]) as unknown as Parameters<typeof countedFrom>[0];

describe('the years of a renewal', () => {
  test('count from the end of what is renewed, and nothing of it is lost', () => {
    expect(countedFrom(certificates, { replaces: '01' }, NOW)).toEqual(new Date('2027-02-01T02:00:00Z'));
    expect(new Date(endOfTerm(certificates, { replaces: '01', years: 1 }, NOW))).toEqual(
      new Date('2028-02-01T01:59:59Z'),
    );
  });

  test.each([
    ['a first certificate', undefined, NOW],
    ['one that has ended', '01', END + 1],
    ['one that was revoked', '02', NOW],
    ['one that nobody knows', '03', NOW],
  ])('count from the day of issue for %s', (_, replaces, at) => {
    expect(countedFrom(certificates, replaces === undefined ? {} : { replaces }, at)).toBeUndefined();
    expect(endOfTerm(certificates, { ...(replaces && { replaces }), years: 1 }, at)).toBeGreaterThan(at);
  });
});

import { describe, expect, test } from 'vitest';
import { CertificateError } from '$lib/certificate';
import { KeyError } from '$lib/keys';
import { PlacementError } from '$lib/pdf/place';
import { SealDesignError } from '$lib/seal';
import { overwriteGetLocale } from '$locale';
import { describeError, describePinWeakness } from './error-text';

function inEnglish<T>(read: () => T): T {
  overwriteGetLocale(() => 'en');
  try {
    return read();
  } finally {
    overwriteGetLocale(() => 'zh-CN');
  }
}

overwriteGetLocale(() => 'zh-CN');

describe('an error as a person reads it', () => {
  test('says how many tries a wrong PIN leaves', () => {
    const error = new KeyError('wrong-pin', { attemptsLeft: 5, waitMs: 0 });
    expect(describeError(error)).toEqual({
      code: 'wrong-pin',
      text: 'PIN 码不正确，还可尝试 5 次，用完后将锁定。',
    });
    expect(inEnglish(() => describeError(error).text)).toContain('5 tries left');
  });

  test('says what a weak PIN is weak in', () => {
    expect(describeError(new KeyError('weak-pin', { reason: 'sequence' })).text).toBe(
      describePinWeakness('sequence'),
    );
    expect(describePinWeakness('sequence')).not.toBe(describePinWeakness('repeated'));
  });

  test('names the page that does not exist, and how many there are', () => {
    const { text } = describeError(new PlacementError('page-out-of-range', { page: 9, pageCount: 3 }));
    expect(text).toContain('9');
    expect(text).toContain('3');
  });

  test('names the characters that a seal cannot show', () => {
    expect(describeError(new SealDesignError('missing-glyph', { characters: ['𰻞', 'ꙮ'] })).text).toContain(
      '𰻞、ꙮ',
    );
  });

  test('tells what is wrong with a company name', () => {
    const short = describeError(new CertificateError('company-name', { reason: 'too-short' }));
    const foreign = describeError(
      new CertificateError('company-name', { reason: 'characters', characters: ['<', '@'] }),
    );
    expect(foreign.text).toContain('<、@');
    expect(foreign.text).not.toBe(short.text);
  });

  test('survives the way from a worker, where only name, code and detail come along', () => {
    const here = describeError(new PlacementError('keyword-not-found', { text: '盖章处' }));
    const there = describeError({
      name: 'PlacementError',
      code: 'keyword-not-found',
      detail: { text: '盖章处' },
    });
    expect(there).toEqual(here);
    expect(there.text).toContain('「盖章处」');
  });

  test('of a full disk is found in what the database wraps around it', () => {
    const inner = new DOMException('', 'QuotaExceededError');
    const told = describeError(Object.assign(new Error(), { name: 'AbortError', inner }));
    expect(told.text).toContain('存储空间不足');
  });

  test('of the browser is told in words as well', () => {
    expect(describeError(new DOMException('', 'QuotaExceededError')).text).toContain('存储空间不足');
    expect(describeError(new DOMException('', 'NotReadableError')).text).toContain('重新选择');
  });

  test.each([
    ['an unknown class', new TypeError('x is not a function'), 'TypeError'],
    ['an unknown code of a known class', { name: 'KeyError', code: 'no-such-code' }, 'no-such-code'],
    ['a code that is a name of Object', { name: 'KeyError', code: 'constructor' }, 'constructor'],
    ['a name of Object', { name: 'toString' }, 'toString'],
    ['no error at all', undefined, 'undefined'],
    ['a string', 'broken', 'string'],
  ])('that nobody foresaw (%s) gets a general text with what is known', (_, error, code) => {
    const told = describeError(error);
    expect(told.title).toBe('操作没有完成');
    expect(told.text).toContain(code);
    expect(told.code).toBe(code);
  });
});

import { describe, expect, it } from 'vitest';
import { isChangeAfterwards, isFatal, isMisplaced, isUnjudged, type ProblemCode } from '.';

describe('problems', () => {
  it.each<[ProblemCode[], boolean, boolean]>([
    [['unsupported-format'], false, true],
    [['unsupported-algorithm', 'untrusted-root'], false, true],
    [['unsupported-algorithm', 'digest-mismatch'], false, false],
    [['unsupported-format', 'byte-range-gap'], false, false],
    [['digest-mismatch'], false, false],
    [['unsupported-algorithm'], true, false],
  ])('%j, intact %s: cannot be judged: %s', (problems, intact, expected) => {
    expect(isUnjudged({ intact, problems })).toBe(expected);
  });

  it('a signature outside the form is no later change, and still fatal', () => {
    expect(isChangeAfterwards('outside-form')).toBe(false);
    expect(isMisplaced('outside-form')).toBe(true);
    expect(isFatal('outside-form')).toBe(true);
    expect(isFatal('untrusted-root')).toBe(false);
  });
});

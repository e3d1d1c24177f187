import { describe, expect, it } from 'vitest';
import { readAnswer, writeAnswer } from './answer';

describe('an answer', () => {
  it('travels as text', () => {
    const answer = { serial: '4a00ff', signature: new Uint8Array(64).fill(7) };
    const text = writeAnswer(answer);
    expect(text).toMatch(/^[\w.-]+$/);
    expect(readAnswer(` ${text.slice(0, 20)}\n${text.slice(20)}`)).toEqual(answer);
  });

  it.each(['', 'abc', '4a00ff', '4a0.AA', '.AA', '4a.A', '4A.AA', '4a.AA.AA', `4a.${'A'.repeat(4000)}`])(
    'is not %j',
    (text) => {
      expect(readAnswer(text)).toBeUndefined();
    },
  );
});

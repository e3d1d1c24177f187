import { describe, expect, it } from 'vitest';
import { parseCompanyName } from './company-name';

describe("a company's name", () => {
  it('comes in the form that is signed', () => {
    expect(parseCompanyName(' 云溪(北京)科技有限公司')).toBe('云溪（北京）科技有限公司');
  });

  it.each([
    ['云', { reason: 'too-short' }],
    ['云'.repeat(61), { reason: 'too-long' }],
    ['云<溪>公<司', { reason: 'characters', characters: ['<', '>'] }],
  ])('%j is refused with the reason', (typed, detail) => {
    expect(() => parseCompanyName(typed)).toThrow(expect.objectContaining({ code: 'company-name', detail }));
  });
});

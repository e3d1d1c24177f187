import { describe, expect, it } from 'vitest';
import { DER, derContents, derSeries } from './der';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('DER', () => {
  it('is read element by element', () => {
    expect(derSeries(bytes('020107040201ff'))).toMatchObject([
      { tag: DER.integer, content: bytes('07'), raw: bytes('020107') },
      { tag: DER.octetString, content: bytes('01ff') },
    ]);
  });

  it('with a long length', () => {
    expect(derContents(bytes(`048180${'aa'.repeat(128)}`), [DER.octetString])?.[0]).toHaveLength(128);
  });

  it.each(['0402ff', '0480ffff', '04', '0485000000000100'])('%s is not well-formed', (hex) => {
    expect(derSeries(bytes(hex))).toBeUndefined();
  });

  it('of other tags is not what was asked for', () => {
    expect(derContents(bytes('020107'), [DER.octetString])).toBeUndefined();
    expect(derContents(bytes('020107'), [DER.integer, DER.integer])).toBeUndefined();
  });
});

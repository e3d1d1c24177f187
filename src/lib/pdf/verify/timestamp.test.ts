import { describe, expect, it } from 'vitest';
import { parseTimestampInfo } from './timestamp';

const imprint = '11'.repeat(32);
/** TSTInfo with SHA-256, policy 1.2.3, serial 7. */
const info = (time: string) =>
  `304a020101` +
  `06022a03` +
  `3031300d060960864801650304020105000420${imprint}` +
  `020107` +
  `180f${Buffer.from(time).toString('hex')}`;
const der = (hex: string) => {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  bytes[1] = bytes.length - 2;
  return bytes;
};

describe('a timestamp token', () => {
  it('tells a digest and a time', () => {
    expect(parseTimestampInfo(der(info('20261124201500Z')))).toEqual({
      algorithm: 'sha256',
      imprint: new Uint8Array(32).fill(0x11),
      time: new Date('2026-11-24T20:15:00Z'),
    });
  });

  it.each([
    ['without UTC', der(info('20261124201500+'))],
    ['of an impossible time', der(info('20261324201500Z'))],
    ['cut off', der(info('20261124201500Z')).subarray(0, 40)],
    ['that is none', Uint8Array.of(0x04, 0x01, 0x00)],
    ['empty', new Uint8Array()],
  ])('%s is not read', (_, bytes) => {
    expect(parseTimestampInfo(bytes)).toBeUndefined();
  });
});

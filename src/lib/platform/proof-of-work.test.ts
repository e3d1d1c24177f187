import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProof, proofOfWork } from './proof-of-work';

/** Zero bits that the hash begins with, as plain SHA-256 shows. */
function bitsOf(subject: string, proof: number): number {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(proof));
  const name = createHash('sha256').update(`suiyin proof of work\0${subject}`).digest();
  const hash = createHash('sha256')
    .update(Buffer.concat([name, number]))
    .digest();
  return Math.clz32(hash.readUInt32BE(0));
}

describe('a proof of work', () => {
  it('holds for its subject and its bits', async () => {
    const proof = await proofOfWork('平台 / 张三', 12);
    expect(bitsOf('平台 / 张三', Number(proof))).toBeGreaterThanOrEqual(12);
    expect(checkProof('平台 / 张三', proof, 12)).toBe(true);
    expect(checkProof('平台 / 张三', proof, 32)).toBe(false);
  });

  it.each([0, 1, 255, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 2 ** 53 - 1])(
    'is counted in bits for the number %d too',
    (number) => {
      const bits = bitsOf('数', number);
      expect(checkProof('数', String(number), bits)).toBe(true);
      expect(checkProof('数', String(number), bits + 1)).toBe(false);
    },
  );

  it('is the smallest number that holds, so that none was skipped', async () => {
    const proof = Number(await proofOfWork('一', 8));
    for (let number = 0; number < proof; number++) expect(checkProof('一', String(number), 8)).toBe(false);
  });

  it('is worth nothing for other subjects', async () => {
    const proof = await proofOfWork('甲', 14);
    const others = Array.from({ length: 200 }, (_, n) => checkProof(`甲${n}`, proof, 14));
    expect(others.filter(Boolean).length).toBeLessThan(5);
  });

  it('has one spelling', async () => {
    const proof = await proofOfWork('乙', 4);
    for (const other of [
      `0${proof}`,
      `+${proof}`,
      `${proof}.0`,
      ` ${proof}`,
      `${proof}e0`,
      '',
      '-1',
      '0x1',
    ]) {
      expect(checkProof('乙', other, 0), other).toBe(false);
    }
    expect(checkProof('乙', '9007199254740992', 0)).toBe(false);
    expect(checkProof('乙', '9007199254740991', 0)).toBe(true);
  });

  it('never holds by whatever text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (subject, proof) => {
        if (!/^\d+$/.test(proof)) expect(checkProof(subject, proof, 0)).toBe(false);
      }),
    );
  });

  it('ends when it is told to, and says how far it is', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const working = proofOfWork('丙', 32, controller.signal, ({ done, expected }) => {
      seen.push(done);
      expect(expected).toBe(2 ** 32);
      if (seen.length === 3) controller.abort(new Error('够了'));
    });
    await expect(working).rejects.toThrow('够了');
    expect(seen).toEqual([0, 16384, 32768]);
  });
});

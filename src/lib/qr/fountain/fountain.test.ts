import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FountainDecoder, FountainEncoder, isFountainFrame, MAX_CONTENT } from './fountain';

const content = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) & 255);

/** Sends frames until it is whole, without those that are lost. @returns how many arrived */
function receive(encoder: FountainEncoder, isLost: (number: number) => boolean): [Uint8Array, number] {
  const decoder = new FountainDecoder();
  let arrived = 0;
  for (let number = 0; number < 10_000; number++) {
    if (isLost(number)) continue;
    arrived += 1;
    if (decoder.add(encoder.frame(number)) === 1) return [decoder.content!, arrived];
  }
  throw new Error('never whole');
}

describe('a content in frames', () => {
  test('is whole after as many as it has blocks, where none is lost', () => {
    const bytes = content(20_000);
    const encoder = new FountainEncoder(bytes);
    expect(receive(encoder, () => false)).toEqual([bytes, encoder.blockCount]);
  });

  test('is whole after a few more, whichever were lost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8000 }),
        fc.integer({ min: 16, max: 300 }),
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.constantFrom(0.1, 0.3, 0.6, 0.9),
        (length, blockBytes, seed, loss) => {
          const bytes = content(length, seed);
          const encoder = new FountainEncoder(bytes, { blockBytes });
          let state = seed;
          const [received, arrived] = receive(encoder, () => {
            state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
            return state / 0x7fffffff < loss;
          });
          expect(received).toEqual(bytes);
          expect(arrived).toBeLessThanOrEqual(encoder.blockCount + 40);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('comes in any order, and twice', () => {
    const bytes = content(5000);
    const encoder = new FountainEncoder(bytes, { blockBytes: 100 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 150 }, (_, at) => at),
          { minLength: 120 },
        ),
        (numbers) => {
          const decoder = new FountainDecoder();
          for (const number of [...numbers, ...numbers]) decoder.add(encoder.frame(number));
          expect(decoder.content).toEqual(bytes);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('tells how much is there, and never that all is before it is', () => {
    const encoder = new FountainEncoder(content(2000), { blockBytes: 100 });
    const decoder = new FountainDecoder();
    const shares = Array.from({ length: 20 }, (_, number) => decoder.add(encoder.frame(number)));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.slice(0, -1).every((share) => share < 1)).toBe(true);
    expect(shares.at(-1)).toBe(1);
  });

  test('is not mixed with another one', () => {
    const [one, other] = [content(1000, 1), content(1000, 2)].map(
      (bytes) => new FountainEncoder(bytes, { blockBytes: 50 }),
    );
    const decoder = new FountainDecoder();
    for (let number = 0; number < 20; number++) {
      decoder.add(one!.frame(number));
      decoder.add(other!.frame(number));
    }
    expect(decoder.content).toEqual(content(1000, 1));
  });

  test('with a forged frame among its own is begun anew, and arrives', () => {
    const bytes = content(1000);
    const encoder = new FountainEncoder(bytes, { blockBytes: 50 });
    const decoder = new FountainDecoder();
    const forged = encoder.frame(3);
    forged[20]! ^= 1;
    decoder.add(forged);
    for (let number = 0; number < 20; number++) decoder.add(encoder.frame(number));
    expect(decoder.content).toBeUndefined();
    for (let number = 0; number < 20; number++) decoder.add(encoder.frame(number));
    expect(decoder.content).toEqual(bytes);
  });

  test.each([0, MAX_CONTENT + 1])('of %i bytes is refused', (length) => {
    expect(() => new FountainEncoder(new Uint8Array(length))).toThrow(
      expect.objectContaining({ code: 'size' }),
    );
  });
});

test('nothing but a frame is one', () => {
  const frame = new FountainEncoder(content(100), { blockBytes: 50 }).frame(0);
  expect(isFountainFrame(frame)).toBe(true);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      new FountainDecoder().add(bytes);
      if (bytes[0] !== 0xf5) expect(isFountainFrame(bytes)).toBe(false);
    }),
  );
  const huge = frame.slice();
  new DataView(huge.buffer).setUint32(6, 0xffffffff);
  for (const other of [frame.slice(0, -1), frame.with(1, 2), huge, new Uint8Array()]) {
    expect(isFountainFrame(other)).toBe(false);
  }
});

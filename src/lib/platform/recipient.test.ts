import { bech32 } from '@scure/base';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecipient } from './recipient';
import { sealFor } from './sealed';
import { newPerson } from './testing';

const PRIME = 2n ** 255n - 19n;
const ORDER_8 = [
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
];

function pointOf(coordinate: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((coordinate >> BigInt(8 * at)) & 255n));
}
const nameOf = (point: Uint8Array, type = 'age') => bech32.encodeFromBytes(type, point);
const seals = (recipient: string) =>
  sealFor([recipient], new Uint8Array(1)).then(
    () => true,
    () => false,
  );

describe('a recipient', () => {
  it('is what age makes of a key', async () => {
    for (let n = 0; n < 20; n++) expect(isRecipient((await newPerson()).recipient)).toBe(true);
  });

  it.each([0n, 1n, PRIME - 1n, PRIME, PRIME + 1n, ...ORDER_8])(
    'is not a point of small order, in no spelling: %s',
    async (coordinate) => {
      for (const spelled of [coordinate, coordinate + 2n ** 255n]) {
        const recipient = nameOf(pointOf(spelled));
        expect(isRecipient(recipient)).toBe(false);
        expect(await seals(recipient)).toBe(false); // indeed nothing could be sealed
      }
    },
  );

  it('is any other point, and then sealing works', async () => {
    const neighbours = [2n, PRIME - 2n, ...ORDER_8.flatMap((one) => [one - 1n, one + 1n])].map(pointOf);
    const random = fc.sample(fc.uint8Array({ minLength: 32, maxLength: 32 }), 30);
    for (const point of [...neighbours, ...random]) {
      const recipient = nameOf(point);
      expect(isRecipient(recipient)).toBe(await seals(recipient));
    }
    for (const point of neighbours) expect(isRecipient(nameOf(point))).toBe(true);
  });

  it('is not of another type, length, case or checksum', async () => {
    const { recipient } = await newPerson();
    const point = bech32.decodeToBytes(recipient).bytes;
    const bad = [
      nameOf(point, 'agf'),
      nameOf(point.slice(1)),
      recipient.toUpperCase(),
      `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`,
      `${recipient}q`,
      `${recipient}\n`,
      await identityToRecipient(await generateHybridIdentity()),
    ];
    for (const text of bad) expect(isRecipient(text), text).toBe(false);
  });

  it('is, with one character changed, none', async () => {
    const { recipient } = await newPerson();
    for (let at = 4; at < recipient.length; at++) {
      const changed = recipient.slice(0, at) + (recipient[at] === 'z' ? 'x' : 'z') + recipient.slice(at + 1);
      expect(isRecipient(changed)).toBe(false);
    }
  });
});

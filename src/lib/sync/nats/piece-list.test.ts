import { describe, expect, it } from 'vitest';
import { MAX_BLOB_BYTES } from '../port';
import { decodePieceList, encodePieceList, MAX_LIST_BYTES, PIECE_BYTES } from './piece-list';

const hashes = (count: number) => Array.from({ length: count }, (_, at) => new Uint8Array(32).fill(at + 1));

describe('a list of pieces', () => {
  it.each([
    [0, 0],
    [1, 1],
    [PIECE_BYTES, 1],
    [PIECE_BYTES + 1, 2],
  ])('of a file of %i bytes comes back as it was', (bytes, count) => {
    const list = { bytes, hashes: hashes(count) };
    expect(decodePieceList(encodePieceList(list))).toEqual(list);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another version', encodePieceList({ bytes: 1, hashes: hashes(1) }).map((byte, at) => (at ? byte : 2))],
    ['too few pieces', encodePieceList({ bytes: PIECE_BYTES + 1, hashes: hashes(1) })],
    ['too many pieces', encodePieceList({ bytes: 1, hashes: hashes(2) })],
    ['half a piece', encodePieceList({ bytes: 1, hashes: hashes(1) }).subarray(0, 20)],
    ['a length beyond all', encodePieceList({ bytes: MAX_BLOB_BYTES + 1, hashes: [] })],
  ])('is not %s', (_, data) => {
    expect(decodePieceList(data)).toBeUndefined();
  });

  it('of the largest file fits into one message as servers take it', () => {
    expect(MAX_LIST_BYTES).toBeLessThan((1 << 20) - 4096);
  });

  it('is read wherever it lies in memory', () => {
    const data = encodePieceList({ bytes: 3, hashes: hashes(1) });
    const shifted = new Uint8Array(data.length + 5);
    shifted.set(data, 5);
    expect(decodePieceList(shifted.subarray(5))).toEqual({ bytes: 3, hashes: hashes(1) });
  });
});

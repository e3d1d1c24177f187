import { sha256 } from '@noble/hashes/sha2.js';
import { bytesEqual } from '../../keys';
import { FountainError } from './error';

/**
 * Bytes as a stream of frames for animated codes, of which any that are enough will do: a camera misses some.
 *
 * A frame: 0xF5, version, transfer (first 4 bytes of the content's SHA-256), length of the content (4 bytes), size of a
 * block (2), number of the frame (4), then one block. The first frames carry the blocks of the content as they are; each
 * later one carries the sum (XOR) of blocks that its number chooses, so that with a few more frames than blocks the
 * content can be solved for by elimination over GF(2), whichever were lost.
 */
const MARK = 0xf5;
const VERSION = 1;
const HEADER = 1 + 1 + 4 + 4 + 2 + 4;

/** Bytes that may be sent: as many as fit into a few minutes of patience. */
export const MAX_CONTENT = 1 << 20;
/** Blocks of a content: solving takes the square of them in memory. */
const MAX_BLOCKS = 4096;
const MIN_BLOCK = 16;
const MAX_BLOCK = 2400;

/**
 * How a content is shown: with its header and at level L a block is a code of version 20, which an ordinary camera reads
 * off a screen, and a camera of 30 pictures a second sees each frame.
 */
export const MOVIE = { blockBytes: 800, framesPerSecond: 15 } as const;

/** Makes frames without end. */
export class FountainEncoder {
  readonly #blocks: Uint8Array[];
  readonly #header: Uint8Array;
  /** so many frames carry the blocks as they are */
  readonly blockCount: number;

  /**
   * @param o.blockBytes of a frame's payload
   * @throws FountainError `size`
   */
  constructor(content: Uint8Array, o: { blockBytes?: number } = {}) {
    const { blockBytes = MOVIE.blockBytes } = o;
    this.blockCount = blocksOf(content.length, blockBytes);
    if (this.blockCount === 0) throw new FountainError('size');
    this.#blocks = Array.from({ length: this.blockCount }, (_, at) => {
      const block = new Uint8Array(blockBytes);
      block.set(content.subarray(at * blockBytes, (at + 1) * blockBytes));
      return block;
    });
    this.#header = new Uint8Array(HEADER);
    this.#header.set([MARK, VERSION]);
    this.#header.set(sha256(content).subarray(0, 4), 2);
    const view = new DataView(this.#header.buffer);
    view.setUint32(6, content.length);
    view.setUint16(10, blockBytes);
  }

  /** @param number 0, 1, 2 … */
  frame(number: number): Uint8Array<ArrayBuffer> {
    const size = this.#blocks[0]!.length;
    const frame = new Uint8Array(HEADER + size);
    frame.set(this.#header);
    new DataView(frame.buffer).setUint32(12, number);
    const sum = frame.subarray(HEADER);
    for (const at of chosenBy(number, this.blockCount)) xor(sum, this.#blocks[at]!);
    return frame;
  }
}

interface Transfer {
  digest: Uint8Array;
  length: number;
  blockBytes: number;
}

/** Takes frames in any order, any of them twice or never, until the content is there. */
export class FountainDecoder {
  #transfer: Transfer | undefined;
  /** rows of the equations, by their first block: which blocks are summed, and their sum */
  readonly #rows = new Map<number, { blocks: Uint32Array; sum: Uint8Array }>();
  readonly #seen = new Set<number>();
  #content: Uint8Array | undefined;

  /**
   * Takes a frame. One of another transfer begins anew where nothing was being received, or else is left out; so is
   * whatever is no frame.
   *
   * @returns share that is there, 0..1, and 1 only once the content has its digest
   */
  add(frame: Uint8Array): number {
    const read = readFrame(frame);
    if (!read || this.#content) return this.progress;
    const { transfer, number, block } = read;
    this.#transfer ??= transfer;
    if (!isSame(this.#transfer, transfer) || this.#seen.has(number)) return this.progress;
    this.#seen.add(number);
    const count = blocksOf(transfer.length, transfer.blockBytes);
    this.#eliminate(chosenBy(number, count), block.slice(), count);
    if (this.#rows.size === count) this.#solve(count);
    return this.progress;
  }

  get progress(): number {
    if (this.#content) return 1;
    if (!this.#transfer) return 0;
    const { length, blockBytes } = this.#transfer;
    return Math.min(0.99, this.#rows.size / blocksOf(length, blockBytes));
  }

  /** undefined until it is whole */
  get content(): Uint8Array | undefined {
    return this.#content;
  }

  /** Gauss: a row that is left over after all known first blocks were taken out becomes one itself. */
  #eliminate(chosen: readonly number[], sum: Uint8Array, count: number): void {
    const blocks = new Uint32Array(Math.ceil(count / 32));
    for (const at of chosen) flip(blocks, at);
    for (;;) {
      const first = firstOf(blocks);
      if (first < 0) return; // says nothing new
      const row = this.#rows.get(first);
      if (!row) {
        this.#rows.set(first, { blocks, sum });
        return;
      }
      for (let at = 0; at < blocks.length; at++) blocks[at]! ^= row.blocks[at]!;
      xor(sum, row.sum);
    }
  }

  /** All first blocks are there: from the last to the first, each row is freed of the others. */
  #solve(count: number): void {
    const { length, blockBytes, digest } = this.#transfer!;
    const solved: Uint8Array[] = [];
    for (let at = count - 1; at >= 0; at--) {
      const { blocks, sum } = this.#rows.get(at)!;
      for (let other = at + 1; other < count; other++) {
        if ((blocks[other >> 5]! >>> (other & 31)) & 1) xor(sum, solved[other]!);
      }
      solved[at] = sum;
    }
    const whole = new Uint8Array(count * blockBytes);
    solved.forEach((block, at) => whole.set(block, at * blockBytes));
    const content = whole.slice(0, length);
    if (bytesEqual(sha256(content).subarray(0, 4), digest)) {
      this.#content = content;
      return;
    }
    // Somebody has put a frame of their own among them: from the beginning.
    this.#rows.clear();
    this.#seen.clear();
    this.#transfer = undefined;
  }
}

/** Whether something read from a code is a frame. */
export function isFountainFrame(bytes: Uint8Array): boolean {
  return readFrame(bytes) !== undefined;
}

function readFrame(bytes: Uint8Array): { transfer: Transfer; number: number; block: Uint8Array } | undefined {
  if (bytes.length < HEADER || bytes[0] !== MARK || bytes[1] !== VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [length, blockBytes, number] = [view.getUint32(6), view.getUint16(10), view.getUint32(12)];
  if (bytes.length !== HEADER + blockBytes || blocksOf(length, blockBytes) === 0) return undefined;
  const transfer = { digest: bytes.slice(2, 6), length, blockBytes };
  return { transfer, number, block: bytes.subarray(HEADER) };
}

function isSame(one: Transfer, other: Transfer): boolean {
  return (
    one.length === other.length && one.blockBytes === other.blockBytes && bytesEqual(one.digest, other.digest)
  );
}

/** @returns 0 for what is none */
function blocksOf(length: number, blockBytes: number): number {
  if (length < 1 || length > MAX_CONTENT || blockBytes < MIN_BLOCK || blockBytes > MAX_BLOCK) return 0;
  const count = Math.ceil(length / blockBytes);
  return count > MAX_BLOCKS ? 0 : count;
}

/** The blocks that a frame sums: of the first frames one each, of a later one about half of all. */
function chosenBy(number: number, count: number): number[] {
  if (number < count) return [number];
  const chosen: number[] = [];
  let bits = 0;
  let state = mix(number ^ (count * 0x9e3779b1));
  for (let at = 0; at < count; at++) {
    if (at % 32 === 0) bits = state = mix(state + 0x6d2b79f5);
    if ((bits >>> (at % 32)) & 1) chosen.push(at);
  }
  return chosen.length > 0 ? chosen : [number % count];
}

/** Mixes 32 bits so that neighbours have nothing in common (the finaliser of MurmurHash3, public domain). */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function xor(into: Uint8Array, from: Uint8Array): void {
  for (let at = 0; at < into.length; at++) into[at]! ^= from[at]!;
}

function flip(bits: Uint32Array, at: number): void {
  bits[at >> 5]! ^= 1 << (at & 31);
}

/** @returns -1 where there is none */
function firstOf(bits: Uint32Array): number {
  for (let at = 0; at < bits.length; at++) {
    const word = bits[at]!;
    if (word !== 0) return at * 32 + (31 - Math.clz32(word & -word));
  }
  return -1;
}

import { bytesEqual } from '../keys';
import { decodeBase64url } from './base64url';
import type { ParsedRecord } from './record';
import type { AuthorId, ChainHead, PublicJwk, RecordId, RejectReason } from './types';

/**
 * Bytes of each record's hash that are remembered, to tell a record that came twice from a second one in its place.
 * Both are rejected; so short a hash saves half of a checkpoint, and two records of one prefix take 2^64 tries.
 */
const SLOT_BYTES = 16;

/** An author's chain in a checkpoint. */
export interface StoredChain {
  jwk: PublicJwk;
  head: RecordId;
  /** First 16 bytes of each record's hash, by `seq`. */
  slots: Uint8Array;
}

interface AuthorChain {
  readonly jwk: PublicJwk;
  head: ChainHead;
  /** May have room behind the head. */
  slots: Uint8Array;
}

/** Who has written on a platform, and how far their chains go. */
export class AuthorChains {
  readonly #chains = new Map<AuthorId, AuthorChain>();

  jwk(author: AuthorId): PublicJwk | undefined {
    return this.#chains.get(author)?.jwk;
  }

  head(author: AuthorId): ChainHead | undefined {
    return this.#chains.get(author)?.head;
  }

  /** @returns why the record, whose signature holds, is not the next one of its author; undefined where it is */
  refusal(record: ParsedRecord): RejectReason | undefined {
    const chain = this.#chains.get(record.author);
    const next = chain ? chain.head.seq + 1 : 0;
    if (chain && record.seq < next) return holds(chain, record) ? 'duplicate' : 'duplicate-slot';
    return record.seq === next && record.prev === (chain?.head.id ?? null) ? undefined : 'chain-gap';
  }

  /** Takes a record that `refusal` has nothing against. */
  advance(record: ParsedRecord): void {
    const { author, introduces, seq, id } = record;
    const chain = this.#chains.get(author);
    if (chain) {
      chain.slots = withRoom(chain.slots, seq);
      chain.slots.set(slotOf(id), seq * SLOT_BYTES);
      chain.head = { seq, id };
    } else if (introduces) {
      this.#chains.set(author, { jwk: introduces, head: { seq, id }, slots: slotOf(id) });
    }
  }

  store(): StoredChain[] {
    return [...this.#chains.values()].map(({ jwk, head, slots }) => ({
      jwk,
      head: head.id,
      slots: slots.slice(0, (head.seq + 1) * SLOT_BYTES),
    }));
  }

  /** @returns false, and nothing is taken, for a chain that contradicts itself or is there already */
  restore(author: AuthorId, { jwk, head, slots }: StoredChain): boolean {
    const records = slots.length / SLOT_BYTES;
    const last = slots.slice(slots.length - SLOT_BYTES);
    if (records < 1 || !Number.isInteger(records) || !bytesEqual(last, slotOf(head))) return false;
    if (this.#chains.has(author)) return false;
    this.#chains.set(author, { jwk, head: { seq: records - 1, id: head }, slots: slots.slice() });
    return true;
  }
}

function slotOf(id: RecordId): Uint8Array {
  return decodeBase64url(id)!.slice(0, SLOT_BYTES);
}

function holds({ slots }: AuthorChain, { seq, id }: ParsedRecord): boolean {
  return bytesEqual(slots.subarray(seq * SLOT_BYTES, (seq + 1) * SLOT_BYTES), slotOf(id));
}

function withRoom(slots: Uint8Array, seq: number): Uint8Array {
  const needed = (seq + 1) * SLOT_BYTES;
  if (needed <= slots.length) return slots;
  const grown = new Uint8Array(Math.max(needed, slots.length * 2));
  grown.set(slots);
  return grown;
}

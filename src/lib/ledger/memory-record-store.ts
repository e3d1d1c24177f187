import type { Checkpoint } from './checkpoint';
import {
  isAsGood,
  signatureHeld,
  toAdd,
  type RecordQuery,
  type RecordStore,
  type StoredRecord,
} from './record-store';
import type { OrderedRecord, Outcome, RecordId } from './types';

/** Records in memory, for Node and for tests. */
export function memoryRecordStore(): RecordStore {
  return new MemoryRecordStore();
}

class MemoryRecordStore implements RecordStore {
  /** The record at position n is the n-1st. */
  readonly #records: StoredRecord[] = [];
  #checkpoint: unknown;

  async add(records: readonly OrderedRecord[]): Promise<void> {
    const present = new Map(records.flatMap(({ position }) => this.#at(position)));
    this.#records.push(...toAdd(records, this.#records.length, present));
  }

  async head(): Promise<number> {
    return this.#records.length;
  }

  async settle(outcomes: readonly Outcome[]): Promise<void> {
    for (const outcome of outcomes) {
      const record = this.#records[outcome.position - 1];
      if (record) Object.assign(record, { outcome: { ...outcome }, verified: signatureHeld(outcome) });
    }
  }

  async read(after: number, limit: number): Promise<StoredRecord[]> {
    return structuredClone(this.#records.slice(after, after + limit));
  }

  async find({ author, rejected, before, limit }: RecordQuery): Promise<StoredRecord[]> {
    const found = this.#records.filter(
      ({ position, outcome }) =>
        outcome !== undefined &&
        (author === undefined || outcome.author === author) &&
        (!rejected || outcome.verdict === 'rejected') &&
        (before === undefined || position < before),
    );
    return structuredClone(found.reverse().slice(0, limit));
  }

  async byId(id: RecordId): Promise<StoredRecord | undefined> {
    return structuredClone(this.#records.find(({ outcome }) => outcome?.id === id));
  }

  async count(): Promise<{ all: number; rejected: number }> {
    const rejected = this.#records.filter(({ outcome }) => outcome?.verdict === 'rejected').length;
    return { all: this.#records.length, rejected };
  }

  async checkpoint(): Promise<unknown> {
    return structuredClone(this.#checkpoint);
  }

  async keepCheckpoint(checkpoint: Checkpoint): Promise<void> {
    if (!isAsGood(this.#checkpoint, checkpoint)) this.#checkpoint = structuredClone(checkpoint);
  }

  #at(position: number): [number, StoredRecord][] {
    const record = this.#records[position - 1];
    return record ? [[position, record]] : [];
  }
}

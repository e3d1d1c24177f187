import { utf8 } from '../keys';
import { encodeBase64url } from './base64url';
import { LedgerError } from './error';
import { withLowS } from './low-s';
import { signatureLength } from './public-key';
import { MAX_RECORD_LENGTH, parsePayload, parseRecord, RECORD_TYPE, type RecordPayload } from './record';
import type { Author, ChainHead, RecordId } from './types';

/** A record that was written here. */
export interface WrittenRecord {
  jws: string;
  id: RecordId;
  seq: number;
}

/**
 * Writes an author's records for one platform, each after the one before. Calls that overlap wait for each other.
 *
 * Of one author and platform only one chain may write at a time, in whatever tab or device: two of them would give
 * two records one `seq`, and the platform's order decides which of them counts. Tabs hold a lock around reading the
 * head, writing and keeping.
 */
export class Chain {
  #head: ChainHead | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param head the author's last record on this platform, sent or not; undefined before the first */
  constructor(
    readonly author: Author,
    readonly platform: string,
    head: ChainHead | undefined,
  ) {
    this.#head = head;
  }

  /** The last record that was written and kept. */
  get head(): ChainHead | undefined {
    return this.#head;
  }

  /**
   * Writes the next record.
   *
   * @param body JSON, nested at most 31 deep; what its kind's schema wants
   * @param at ms since the epoch, by this device's clock
   * @param keep stores the record durably; when it rejects, the record was never written and its place is free
   * @throws LedgerError `malformed-payload`, `malformed-json` or `malformed-size` for a body that makes no record;
   *   what the author's `sign` or `keep` throws
   */
  write(
    kind: string,
    body: unknown,
    at: number,
    keep?: (record: WrittenRecord) => Promise<unknown>,
  ): Promise<WrittenRecord> {
    const written = this.#queue.then(async () => {
      const record = await this.#sign(kind, body, at);
      await keep?.(record);
      this.#head = { seq: record.seq, id: record.id };
      return record;
    });
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async #sign(kind: string, body: unknown, at: number): Promise<WrittenRecord> {
    const { id: kid, algorithm: alg, jwk } = this.author;
    const seq = this.#head ? this.#head.seq + 1 : 0;
    const payload: RecordPayload = {
      platform: this.platform,
      seq,
      prev: this.#head?.id ?? null,
      at,
      kind,
      body,
    };
    const bytes = utf8(stringify(payload));
    parsePayload(bytes); // before anybody is asked for a PIN
    const header = { alg, typ: RECORD_TYPE, kid, ...(seq === 0 && { jwk }) };
    const signingInput = `${encodeBase64url(utf8(JSON.stringify(header)))}.${encodeBase64url(bytes)}`;
    const length = signingInput.length + 1 + Math.ceil((signatureLength(jwk) * 4) / 3);
    if (length > MAX_RECORD_LENGTH) throw new LedgerError('malformed-size', { length });
    const signature = await this.author.sign(utf8(signingInput));
    const spelt = alg === 'ES256' ? withLowS(signature) : signature;
    const jws = `${signingInput}.${encodeBase64url(spelt)}`;
    return { jws, id: parseRecord(jws).id, seq };
  }
}

function stringify(payload: RecordPayload): string {
  try {
    return JSON.stringify(payload);
  } catch (cause) {
    throw new LedgerError('malformed-json', { what: 'payload' }, cause); // a cycle, a bigint
  }
}

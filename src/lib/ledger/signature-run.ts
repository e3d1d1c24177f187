import { LedgerError, type LedgerErrorCode } from './error';
import { parseRecord, type ParsedRecord } from './record';
import type { AuthorId, OrderedRecord, PublicJwk } from './types';
import { SignatureChecks } from './verify-record';

/** A record with all that can be said of it without knowing the state. */
export interface CheckedRecord {
  readonly ordered: OrderedRecord;
  /** Or why there is none. */
  readonly parsed: ParsedRecord | LedgerErrorCode;
  /** False too where the author's key was not known by then: they had not introduced themselves. */
  readonly signed: boolean;
}

/**
 * Reads records and checks their signatures ahead of the fold, many at a time. It may do so before it is known which
 * introductions count: a thumbprint has one key, whoever shows it.
 */
export class SignatureRun {
  readonly #platform: string;
  readonly #jwkOf: (author: AuthorId) => PublicJwk | undefined;
  readonly #introduced = new Map<AuthorId, PublicJwk>();
  readonly #checks = new SignatureChecks();

  /** @param jwkOf keys of the authors that the fold knows */
  constructor(platform: string, jwkOf: (author: AuthorId) => PublicJwk | undefined) {
    this.#platform = platform;
    this.#jwkOf = jwkOf;
  }

  /** Batches are given in the platform's order. */
  async check(batch: readonly OrderedRecord[]): Promise<CheckedRecord[]> {
    const read = batch.map((ordered) => ({ ordered, parsed: readRecord(ordered.jws) }));
    for (const { parsed } of read) {
      if (typeof parsed !== 'string' && parsed.introduces)
        this.#introduced.set(parsed.author, parsed.introduces);
    }
    // Most often a page starts with records that were all checked before: then nobody waits.
    const signed = read.map(({ ordered, parsed }) => this.#signed(ordered, parsed));
    const waited = signed.some((one) => typeof one !== 'boolean') ? await Promise.all(signed) : signed;
    return read.map((one, index) => ({ ...one, signed: waited[index] === true }));
  }

  #signed({ verified }: OrderedRecord, parsed: ParsedRecord | LedgerErrorCode): boolean | Promise<boolean> {
    if (typeof parsed === 'string' || parsed.platform !== this.#platform) return false;
    if (verified === true) return true;
    const jwk = this.#jwkOf(parsed.author) ?? this.#introduced.get(parsed.author);
    return jwk ? this.#checks.check(parsed, jwk) : false;
  }
}

function readRecord(jws: string): ParsedRecord | LedgerErrorCode {
  try {
    return parseRecord(jws);
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}

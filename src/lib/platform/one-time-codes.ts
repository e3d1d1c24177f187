import * as v from 'valibot';
import type { Messaging } from './messaging';

/** Why a code is not sent or not taken. */
export type CodeErrorCode =
  /** One was sent a moment ago. Detail: `waitMs`. */
  | 'too-soon'
  /** Detail: `triesLeft`. */
  | 'wrong-code'
  /** Older than five minutes. */
  | 'expired'
  /** None was sent, it was used already, or it was guessed at too often: a new one is needed. */
  | 'no-code';

export class CodeError extends Error {
  override readonly name = 'CodeError';

  constructor(
    readonly code: CodeErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`code: ${code}`, { cause });
  }
}

const DIGITS = 6;
const VALID_MS = 5 * 60_000;
const RESEND_MS = 60_000;
const MAX_TRIES = 5;

/** A code that was sent and not used yet. */
export interface SentCode {
  code: string;
  /** ms since the epoch */
  sentAt: number;
  /** wrong ones since then */
  tries: number;
}

/** Where codes are kept by whoever sends them. What is read back is parsed. */
export interface CodeStorage {
  /**
   * Reads, changes and writes one entry in one transaction, also against other tabs.
   *
   * @param change gets what is stored, undefined where there is nothing; gives what to store, undefined for nothing;
   *   synchronous; when it throws, nothing is written and the call rejects with its error
   */
  update(key: string, change: (stored: unknown) => SentCode | undefined): Promise<void>;
}

const sentCode = v.object({
  code: v.pipe(v.string(), v.length(DIGITS)),
  sentAt: v.number(),
  tries: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/**
 * Codes of six digits that show that somebody reads a number's messages. One holds for five minutes, for one purpose,
 * once, and through five tries; a new one takes a minute and makes the one before worthless.
 */
export class OneTimeCodes {
  readonly #messaging: Messaging;
  readonly #storage: CodeStorage;
  readonly #now: () => number;
  readonly #random: (length: number) => Uint8Array;

  constructor(o: {
    messaging: Messaging;
    storage: CodeStorage;
    now(): number;
    random(length: number): Uint8Array;
  }) {
    this.#messaging = o.messaging;
    this.#storage = o.storage;
    this.#now = () => o.now();
    this.#random = (length) => o.random(length);
  }

  /**
   * @param purpose what the code is good for, e.g. `register`
   * @param to      mobile number
   * @param textOf  the message around the code
   * @throws CodeError `too-soon`; what sending throws, after which a new one can be asked for at once
   */
  async send(purpose: string, to: string, textOf: (code: string) => string): Promise<void> {
    const sent: SentCode = { code: this.#newCode(), sentAt: this.#now(), tries: 0 };
    const key = keyOf(purpose, to);
    await this.#storage.update(key, (stored) => {
      const before = parsed(stored);
      const waitMs = before ? before.sentAt + RESEND_MS - sent.sentAt : 0;
      // Where the clock was set back, nobody waits for it to catch up.
      if (waitMs > 0 && waitMs <= RESEND_MS) throw new CodeError('too-soon', { waitMs });
      return sent;
    });
    try {
      await this.#messaging.send(to, textOf(sent.code));
    } catch (error) {
      await this.#storage.update(key, (stored) => {
        const present = parsed(stored);
        return present?.code === sent.code && present.sentAt === sent.sentAt ? undefined : present;
      });
      throw error;
    }
  }

  /**
   * Takes a code; once. A try is counted together with looking at it.
   *
   * @throws CodeError `wrong-code`, `expired`, `no-code`
   */
  async check(purpose: string, to: string, code: string): Promise<void> {
    let refusal: CodeError | undefined;
    await this.#storage.update(keyOf(purpose, to), (stored) => {
      refusal = undefined;
      const sent = parsed(stored);
      if (!sent || sent.tries >= MAX_TRIES) {
        refusal = new CodeError('no-code');
        return sent;
      }
      const ageMs = this.#now() - sent.sentAt;
      if (ageMs < 0 || ageMs >= VALID_MS) {
        refusal = new CodeError('expired');
        return sent;
      }
      if (sent.code === code) return undefined;
      const tries = sent.tries + 1;
      refusal = new CodeError('wrong-code', { triesLeft: MAX_TRIES - tries });
      return { ...sent, tries };
    });
    if (refusal) throw refusal;
  }

  /** All codes are equally likely: numbers beyond the last whole million are thrown away. */
  #newCode(): string {
    const count = 10 ** DIGITS;
    for (;;) {
      const bytes = this.#random(4);
      const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
      if (number < Math.floor(2 ** 32 / count) * count) return String(number % count).padStart(DIGITS, '0');
    }
  }
}

/** Codes in memory, for Node and for tests. */
export function memoryCodeStorage(): CodeStorage {
  const codes = new Map<string, SentCode>();
  return {
    async update(key, change) {
      const changed = change(codes.get(key));
      if (changed) codes.set(key, changed);
      else codes.delete(key);
    },
  };
}

/** What cannot be read is as good as nothing: a new code is sent. */
function parsed(stored: unknown): SentCode | undefined {
  const result = v.safeParse(sentCode, stored);
  return result.success ? result.output : undefined;
}

function keyOf(purpose: string, to: string): string {
  return JSON.stringify([purpose, to]);
}

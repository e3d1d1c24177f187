import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bufferSource, bytesEqual, concatBytes, utf8 } from '../../keys';
import { encodeBase64url } from '../../ledger';
import { challengeHash, type Challenge, type ShownChallenge } from './challenge';

/** What carries messages between two devices: best effort, in any order, heard by anybody. A platform's relay is one. */
export interface Relay {
  send(channel: string, message: Uint8Array): Promise<void>;
  /** @returns ends it */
  receive(channel: string, onMessage: (message: Uint8Array) => void): () => void;
}

/** Bytes of a message have at most so many; they go in parts. */
const MAX_MESSAGE = 24 << 20;
/** A platform's relay takes 64 KiB at a time. */
const PART = 48 * 1024;
/** What has not been acknowledged is sent again after so many ms. */
const RESEND_MS = 1000;
/** An end that has nothing to say gives a sign of life after so many ms. */
const SIGN_MS = 4000;
/** So many looks of `RESEND_MS` with nothing heard, and the other end counts as silent. */
const SILENT_LOOKS = 15;

const KEY = 32;
/** kind, direction, answerer's key, number of the message, of the part, of parts */
const HEADER = 2 + KEY + 4 + 2 + 2;
const DATA = 1;
const ACK = 2;
/** nothing more will come from this end */
const BYE = 3;
/** a sign of life */
const SIGN = 4;
const KINDS: readonly number[] = [DATA, ACK, BYE, SIGN];
const TO_SHOWER = 1;
const TO_ANSWERER = 2;

interface Ends {
  /** called with each message, once and in order */
  onMessage(message: Uint8Array): void;
  /** at the shower: somebody has taken the code; at the answerer: the shower has heard of them */
  onConnected?(): void;
  /** the other end has said that it goes; nothing more comes from it */
  onLeft?(): void;
  /** the other end gives no sign of life any more, or gives one again; asleep, perhaps, or out of reach */
  onSilence?(silent: boolean): void;
}

/**
 * One end of a conversation that a code has begun.
 *
 * Both ends agree on keys by X25519 between the key in the code and one that the answerer makes (RFC 7748), by
 * HKDF-SHA-256 with the code's hash (RFC 5869): what is said is for these two, and for this code. Parts are encrypted
 * by AES-256-GCM under numbers that never come twice, and repeated until they are acknowledged.
 *
 * Whoever sees a code can answer it first. Against that stands `matchingNumber`, which people compare: it covers the
 * answerer's key, which nobody knows when the code is made, so no code can be made to show a wanted number.
 */
export class Conversation {
  readonly #relay: Relay;
  readonly #channel: string;
  readonly #out: number;
  readonly #ends: Ends;
  readonly #keys: Promise<{ out: CryptoKey; in: CryptoKey }>;
  readonly #answerer: Uint8Array;
  readonly number: string;
  #stop: () => void = () => undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** messages that wait, the first of them under way */
  readonly #queue: { parts: Uint8Array[]; missing: Set<number>; number: number; done(): void }[] = [];
  #sent = 0;
  #expected = 0;
  #incoming: { parts: Map<number, Uint8Array>; count: number } | undefined;
  #isConnected = false;
  #isClosed = false;
  /** ready to be sent at once: a page that is closed has no time to encrypt */
  #bye: Uint8Array | undefined;
  #signs = 0;
  #lastSignAt = 0;
  /** looks since the other end was heard; counted from its first sign of life */
  #looks: number | undefined;
  #isSilent = false;

  private constructor(o: {
    challenge: Challenge;
    relay: Relay;
    out: typeof TO_SHOWER | typeof TO_ANSWERER;
    secret: CryptoKey;
    other: Uint8Array;
    answerer: Uint8Array;
    ends: Ends;
  }) {
    this.#relay = o.relay;
    this.#channel = channelOf(o.challenge);
    this.#out = o.out;
    this.#ends = o.ends;
    this.#answerer = o.answerer;
    this.#keys = agree(o);
    void this.#keys.then(
      async () => (this.#bye = await this.#seal(BYE, NO_PART, new Uint8Array())),
      () => undefined,
    );
    this.number = matchingNumber(o.challenge, o.answerer);
  }

  /** Answers a code: the first word goes to its shower at once. */
  static async answer(challenge: Challenge, relay: Relay, ends: Ends): Promise<Conversation> {
    const pair = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
    const answerer = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const conversation = new Conversation({
      ...{ challenge, relay, ends, answerer, out: TO_SHOWER, secret: pair.privateKey },
      other: challenge.agreement,
    });
    conversation.#listen(relay);
    void conversation.send(new Uint8Array());
    return conversation;
  }

  /**
   * Waits for somebody to answer a code. As long as nothing was said, whoever scans it anew takes the place of who did
   * before, and the number changes with them; from the first message on others are not heard, until that one leaves.
   *
   * @param begin is told of each who takes the code
   * @returns ends the waiting; the conversation, once it has begun, goes on
   */
  static await(
    { challenge, secret }: ShownChallenge,
    relay: Relay,
    begin: (conversation: Conversation) => Ends,
  ): () => void {
    let current: Conversation | undefined;
    let hasSpoken = false;
    /** What they have sent before may come late: it begins nothing anew. */
    const over: Uint8Array[] = [];
    const isNew = (answerer: Uint8Array): boolean =>
      !hasSpoken &&
      !(current && bytesEqual(current.#answerer, answerer)) &&
      !over.some((one) => bytesEqual(one, answerer));
    return relay.receive(channelOf(challenge), (message) => {
      const header = readHeader(message);
      if (header?.direction !== TO_SHOWER || header.kind !== DATA || header.number !== 0) return;
      if (!isNew(header.answerer)) return;
      const ends: Ends = { onMessage: () => undefined };
      const candidate = new Conversation({
        ...{ challenge, relay, ends, out: TO_ANSWERER, secret },
        ...{ other: header.answerer, answerer: header.answerer },
      });
      void candidate.#open(message).then((plain) => {
        if (!plain || !isNew(header.answerer)) return;
        current?.leave();
        current = candidate;
        const { onMessage, onLeft, ...others } = begin(candidate);
        Object.assign(ends, others, {
          onLeft: () => {
            over.push(header.answerer);
            if (current === candidate) {
              current = undefined;
              hasSpoken = false;
            }
            onLeft?.();
          },
          onMessage: (said: Uint8Array) => {
            hasSpoken = true;
            onMessage(said);
          },
        });
        candidate.#listen(relay);
        void candidate.#take(message);
      });
    });
  }

  /** Sends a message; resolves once the other end has it. */
  send(message: Uint8Array): Promise<void> {
    if (message.length > MAX_MESSAGE) return Promise.reject(new RangeError('message too long'));
    const parts: Uint8Array[] = [];
    for (let at = 0; at === 0 || at < message.length; at += PART) parts.push(message.slice(at, at + PART));
    return new Promise((done) => {
      const number = this.#sent++;
      this.#queue.push({ parts, missing: new Set(parts.keys()), number, done });
      if (this.#queue.length === 1) void this.#sendNext();
    });
  }

  /** Ends it, and tells the other end: best effort, at once. */
  leave(): void {
    if (this.#isClosed) return;
    const say = (bye: Uint8Array): Promise<void> => this.#relay.send(this.#channel, bye);
    const said = this.#bye ? say(this.#bye) : this.#seal(BYE, NO_PART, new Uint8Array()).then(say);
    said.catch(() => undefined);
    this.close();
  }

  /** Ends it here; the other end is not told. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
    clearInterval(this.#timer);
    this.#queue.length = 0;
  }

  #listen(relay: Relay): void {
    this.#stop = relay.receive(this.#channel, (message) => void this.#take(message));
    this.#timer = setInterval(() => this.#look(), RESEND_MS);
  }

  #look(): void {
    void this.#sendNext();
    if (!this.#isConnected) return;
    this.#giveSign();
    if (this.#looks === undefined || ++this.#looks !== SILENT_LOOKS) return;
    this.#isSilent = true;
    this.#ends.onSilence?.(true);
  }

  /** By the clock: a page that nobody looks at has its timers slowed down. */
  #giveSign(): void {
    if (Date.now() - this.#lastSignAt < SIGN_MS) return;
    this.#lastSignAt = Date.now();
    void this.#put(SIGN, { ...NO_PART, number: this.#signs++ }, new Uint8Array());
  }

  #heard(kind: number): void {
    if (kind === SIGN || this.#looks !== undefined) this.#looks = 0;
    if (this.#isSilent) {
      this.#isSilent = false;
      this.#ends.onSilence?.(false);
    }
  }

  async #sendNext(): Promise<void> {
    const [first] = this.#queue;
    if (!first) return;
    for (const part of first.missing) {
      const at = { number: first.number, part, count: first.parts.length };
      await this.#put(DATA, at, first.parts[part]!);
    }
  }

  async #put(kind: number, at: Place, plain: Uint8Array): Promise<void> {
    const sealed = await this.#seal(kind, at, plain);
    if (this.#isClosed) return;
    // Best effort: what is lost, or cannot be sent now, is sent again.
    await this.#relay.send(this.#channel, sealed).catch(() => undefined);
  }

  async #seal(kind: number, at: Place, plain: Uint8Array): Promise<Uint8Array> {
    const header = writeHeader({ kind, direction: this.#out, answerer: this.#answerer, ...at });
    const { out } = await this.#keys;
    const sealed = await crypto.subtle.encrypt(gcm(header), out, bufferSource(plain));
    return concatBytes(header, new Uint8Array(sealed));
  }

  /** @returns undefined for what is not from the other end, whoever sent it */
  async #open(message: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      const header = message.subarray(0, HEADER);
      const keys = await this.#keys;
      const opened = await crypto.subtle.decrypt(
        gcm(header),
        keys.in,
        bufferSource(message.subarray(HEADER)),
      );
      return new Uint8Array(opened);
    } catch {
      return undefined;
    }
  }

  async #take(message: Uint8Array): Promise<void> {
    const header = readHeader(message);
    if (!header || header.direction === this.#out) return;
    if (!bytesEqual(header.answerer, this.#answerer)) return;
    const plain = await this.#open(message);
    if (!plain || this.#isClosed) return;
    this.#heard(header.kind);
    if (header.kind === BYE) {
      this.close();
      this.#ends.onLeft?.();
      return;
    }
    if (!this.#isConnected) {
      this.#isConnected = true;
      this.#giveSign();
      this.#ends.onConnected?.();
    }
    if (header.kind === ACK) this.#acknowledged(header);
    else if (header.kind === DATA) this.#arrived(header, plain);
  }

  #acknowledged({ number, part }: Header): void {
    const [first] = this.#queue;
    if (first?.number !== number) return;
    first.missing.delete(part);
    if (first.missing.size > 0) return;
    this.#queue.shift();
    first.done();
    void this.#sendNext();
  }

  #arrived(header: Header, plain: Uint8Array): void {
    const { number, part, count } = header;
    if (number > this.#expected || count * PART > MAX_MESSAGE + PART) return;
    void this.#put(ACK, { number, part, count }, new Uint8Array());
    if (number < this.#expected) return; // again: the acknowledgement was lost
    this.#incoming ??= { parts: new Map(), count };
    const { parts } = this.#incoming;
    if (part >= this.#incoming.count) return;
    parts.set(part, plain);
    if (parts.size < this.#incoming.count) return;
    const whole = concatBytes(...Array.from({ length: parts.size }, (_, at) => parts.get(at)!));
    this.#incoming = undefined;
    this.#expected += 1;
    // The first says only that somebody is there.
    if (number > 0 || this.#out === TO_SHOWER) this.#ends.onMessage(whole);
  }
}

/**
 * Four digits that both screens show: of the code and of the key of whoever answers it. Where nothing can be said before
 * the answer (no network), of the code alone.
 */
export function matchingNumber(challenge: Challenge, answerer: Uint8Array = new Uint8Array()): string {
  const digest = sha256(concatBytes(utf8('suiyin match\0'), challengeHash(challenge), answerer));
  return String(new DataView(digest.buffer).getUint32(0) % 10_000).padStart(4, '0');
}

function channelOf(challenge: Challenge): string {
  return `code-${encodeBase64url(challengeHash(challenge))}`;
}

interface Header {
  kind: number;
  direction: number;
  answerer: Uint8Array;
  /** of the message in its direction, from 0 */
  number: number;
  part: number;
  count: number;
}

type Place = Omit<Header, 'kind' | 'direction' | 'answerer'>;

const NO_PART: Place = { number: 0, part: 0, count: 1 };

function writeHeader({ kind, direction, answerer, number, part, count }: Header): Uint8Array {
  const header = new Uint8Array(HEADER);
  header.set([kind, direction]);
  header.set(answerer, 2);
  const view = new DataView(header.buffer, 2 + KEY);
  view.setUint32(0, number);
  view.setUint16(4, part);
  view.setUint16(6, count);
  return header;
}

function readHeader(message: Uint8Array): Header | undefined {
  if (message.length < HEADER) return undefined;
  const view = new DataView(message.buffer, message.byteOffset + 2 + KEY);
  const [kind, direction] = [message[0]!, message[1]!];
  const [number, part, count] = [view.getUint32(0), view.getUint16(4), view.getUint16(6)];
  if (!KINDS.includes(kind) || part >= count) return undefined;
  return { kind, direction, answerer: message.slice(2, 2 + KEY), number, part, count };
}

/** The header is authentic, and its numbers are the nonce: a part is sealed once, however often it is sent. */
function gcm(header: Uint8Array): AesGcmParams {
  const iv = new Uint8Array(12);
  iv.set(header.subarray(0, 2));
  iv.set(header.subarray(2 + KEY), 2);
  return { name: 'AES-GCM', iv, additionalData: bufferSource(header) };
}

async function agree(o: {
  challenge: Challenge;
  secret: CryptoKey;
  other: Uint8Array;
  answerer: Uint8Array;
  out: number;
}): Promise<{ out: CryptoKey; in: CryptoKey }> {
  const other = await crypto.subtle.importKey('raw', bufferSource(o.other), 'X25519', false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: other }, o.secret, 256);
  const keyFor = (direction: number): Promise<CryptoKey> => {
    const info = concatBytes(utf8(`suiyin code ${direction}\0`), o.answerer);
    const bytes = hkdf(sha256, new Uint8Array(shared), challengeHash(o.challenge), info, 32);
    return crypto.subtle.importKey('raw', bufferSource(bytes), 'AES-GCM', false, ['encrypt', 'decrypt']);
  };
  const [toShower, toAnswerer] = await Promise.all([keyFor(TO_SHOWER), keyFor(TO_ANSWERER)]);
  return o.out === TO_SHOWER ? { out: toShower, in: toAnswerer } : { out: toAnswerer, in: toShower };
}

import { resolvePlacements } from '$lib/pdf/place';
import { airMessage, newChallenge, readAirMessage } from '$lib/qr';
import type { SealedDocument } from '$lib/sealing';
import {
  joinTail,
  MAX_REMOTE_MESSAGE_BYTES,
  packMessage,
  readOffer,
  RemoteSealError,
  remoteSigner,
  suggestedName,
  summaryOfStamps,
  unpackMessage,
  type RemoteMessageOf,
  type RemoteParcel,
  type RemoteSealer,
} from '$lib/sealing';
import { m } from '$messages';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';
import { ShownCode } from '../scan/shown-code.svelte';
import { trustHere } from '../trust';
import { sealInWorker } from './engine';
import { requestBy } from './seal-request';
import type { Workbench } from './workbench.svelte';

/** What goes with a document in its message. */
const HEADER_ROOM = 4 << 20;

type Answer = RemoteParcel<RemoteMessageOf<'tail'> | RemoteMessageOf<'signature'>>;

/**
 * Sealing with the key of a phone (manual 6.3): the code is shown, the phone offers its seals, and seals what was placed
 * with them. This computer never has a key. A document that is small enough goes to the phone, which seals what it has
 * got; of a larger one the phone signs the digest, which is good for that document only.
 */
export class PhoneSealing {
  readonly code: ShownCode;
  /** the company whose seals can be placed, once the phone has offered them */
  sealer = $state.raw<RemoteSealer | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** what the phone's camera is to read, where nothing else carries it */
  shown = $state.raw<Uint8Array | undefined>(undefined);
  /** a new code is shown, to go on with */
  renewing = $state(false);
  #waiting: { id: string; resolve(answer: Answer): void; reject(error: unknown): void } | undefined;

  constructor() {
    this.code = new ShownCode(
      async () => {
        const { author, writer, now } = await office.deviceDesk();
        const about = office.supplier === undefined ? {} : { about: office.supplier };
        return newChallenge({ purpose: 'seal', platform: writer.platform, ...about, author, now });
      },
      (message) => void this.#take(message),
      () => undefined,
      () => this.#waiting?.reject(new RemoteSealError('left-there')),
    );
  }

  /** the time of the code has run out; to be asked when it matters */
  get isOver(): boolean {
    return Date.now() >= this.code.endsAt;
  }

  /** Shows a new code, where the time of the one before is over or the phone has gone; what was placed stays. */
  async renew(): Promise<void> {
    this.renewing = true;
    this.failure = undefined;
    await this.code.refresh();
  }

  /** The new code was put away before a phone has taken it: nobody is at the other end. */
  stopRenewing(): void {
    this.renewing = false;
    this.code.gone = 'left';
  }

  async #take(bytes: Uint8Array): Promise<void> {
    try {
      const parcel = unpackMessage(bytes);
      const { message } = parcel;
      switch (message.kind) {
        case 'offer': {
          if (this.sealer && !this.renewing) break;
          const trust = await trustHere();
          this.sealer = await readOffer({ message, body: parcel.body }, { ...trust, at: office.now() });
          this.renewing = false;
          break;
        }
        case 'tail':
        case 'signature':
          if (message.id === this.#waiting?.id) this.#waiting.resolve({ message, body: parcel.body });
          else this.#tell({ kind: 'withdrawn', id: message.id });
          break;
        case 'refused':
          if (message.id === this.#waiting?.id) {
            this.#waiting.reject(new RemoteSealError('refused-there', { reason: message.code }));
          }
          break;
        case 'end':
          this.#waiting?.reject(new RemoteSealError('left-there')); // the phone leaves next
      }
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** Takes what this computer's camera has read off the phone. @returns false where it answers another code */
  takeFromAir(bytes: Uint8Array): boolean {
    const { challenge } = this.code;
    const message = challenge && readAirMessage(challenge, bytes);
    if (message) void this.#take(message);
    return message !== undefined;
  }

  /**
   * Seals what stands on the workbench; resolves when the person at the phone has agreed.
   *
   * @throws RemoteSealError; SealError and PlacementError; the signal's reason
   */
  async seal(bench: Workbench, signal: AbortSignal): Promise<SealedDocument> {
    const { sealer } = this;
    if (!sealer) throw new RemoteSealError('left-there');
    const { view, placements, shelf } = bench;
    const { file } = view;
    const stamps = await resolvePlacements(placements.list, view.pages, {
      sizeOf: (sealId) => shelf.sizeOf(sealId),
      findText: view.findText,
    });
    const id = crypto.randomUUID();
    const about = { id, name: file.name, pages: view.pageCount };
    const goesToPhone = this.code.conversation && file.size + HEADER_ROOM <= MAX_REMOTE_MESSAGE_BYTES;
    if (goesToPhone) {
      const order = { kind: 'document' as const, ...about, stamps: [...stamps] };
      const content = new Uint8Array(await file.arrayBuffer());
      const answer = await this.#ask(id, packMessage(order, content), signal);
      if (answer.message.kind !== 'tail') throw new RemoteSealError('bad-message');
      const sealed = joinTail(file, { message: answer.message, body: answer.body });
      this.#tell({ kind: 'received', id });
      return { ...sealed, stamps, suggestedName: suggestedName(file.name, m.workbench_sealed_suffix()) };
    }
    const signer = remoteSigner(sealer, async (digest) => {
      const order = { kind: 'digest' as const, ...about, digest, seals: summaryOfStamps(stamps) };
      const { message } = await this.#ask(id, packMessage(order), signal);
      if (message.kind !== 'signature') throw new RemoteSealError('bad-message');
      return message.signature;
    });
    const by = { signer, signerName: sealer.companyName, at: office.now() };
    const sealed = await sealInWorker({ ...requestBy(bench, by), signal });
    this.#tell({ kind: 'received', id });
    return sealed;
  }

  /** Says something to the phone, where it is at the other end. */
  #tell(message: RemoteMessageOf<'withdrawn' | 'received' | 'end'>): void {
    void this.code.conversation?.send(packMessage(message)).catch(() => undefined);
  }

  async #ask(id: string, order: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const { conversation, challenge } = this.code;
    if (!challenge) throw new RemoteSealError('left-there');
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiting = { id, resolve, reject };
        const giveUp = (reason: unknown): void => {
          this.#tell({ kind: 'withdrawn', id });
          reject(reason as Error);
        };
        signal.addEventListener('abort', () => giveUp(signal.reason), { once: true });
        timer = setTimeout(() => giveUp(new RemoteSealError('over')), this.code.endsAt - Date.now());
        if (conversation) conversation.send(order).catch(reject);
        else this.shown = airMessage(challenge, order);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
      this.shown = undefined;
    }
  }

  /** Ends it; the phone is told. */
  close(): void {
    this.#tell({ kind: 'end' });
    setTimeout(() => this.code.close(), 500); // so that the phone hears of it
    this.sealer = undefined;
  }
}

import { signerOf, type PlatformIdentity, type SavedSeal } from '$lib/certificate';
import {
  packMessage,
  packOffer,
  RemoteSealError,
  sealOrder,
  signOrder,
  summaryOf,
  unpackMessage,
  type OrderSummary,
  type RemoteMessageOf,
  type RemoteParcel,
} from '$lib/sealing';
import { airMessage, readAirMessage, type Challenge } from '$lib/qr';
import type { DateFormat } from '$lib/seal';
import { m } from '$messages';
import { describeError, type ErrorText } from '../../error-text';
import { checkMaySeal } from '../../may-seal';
import { office } from '../../office.svelte';
import { sealingNow } from '../../seal/seal-request';
import { Shelf, type ShelfSeal } from '../../seal/shelf.svelte';
import { session } from '../../session.svelte';
import { Answering } from './answering.svelte';

type Order = RemoteParcel<RemoteMessageOf<'document'> | RemoteMessageOf<'digest'>>;

/** A document that the computer wants to have sealed. */
export interface OrderShown extends OrderSummary {
  /** the phone has the document itself, and seals that */
  isHere: boolean;
  state: OrderState;
}

/** `signed`: made here, and the computer has not said yet that it has it */
type OrderState =
  'asked' | 'working' | 'signed' | 'received' | 'undelivered' | 'refused' | 'withdrawn' | 'discarded';

/** A day's stamp, which the computer names by its form and day: the phone draws it itself. */
const DATE_SEAL = /^date (chinese|iso|dots|numerals) (\d{4}-\d\d-\d\d)$/;

/** Sealing for a computer (manual 6.3): the seals are offered, and each document is confirmed here with the PIN. */
export class SealingSession {
  readonly answering: Answering;
  /** once seals were offered */
  identity = $state.raw<PlatformIdentity | undefined>(undefined);
  orders = $state.raw<readonly OrderShown[]>([]);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** what the computer's camera is to read, where nothing else carries it */
  shown = $state.raw<Uint8Array | undefined>(undefined);
  /** the computer has ended it */
  ended = $state(false);
  readonly #shelf = new Shelf();
  readonly #parcels: Record<string, Order> = {};
  #incoming: Promise<void> = Promise.resolve();

  constructor(readonly challenge: Challenge) {
    this.answering = new Answering(challenge, (message) => {
      this.#incoming = this.#incoming.then(() => this.#take(message));
    });
  }

  /** The seals of an identity. */
  async sealsOf(identity: PlatformIdentity): Promise<SavedSeal[]> {
    const { seals } = await session.workspace();
    return seals.list(identity.id);
  }

  /** Gives certificate and seals to the computer. No key is used. */
  async offer(identity: PlatformIdentity): Promise<void> {
    await checkMaySeal(identity);
    const seals = await this.sealsOf(identity);
    await this.#shelf.load(seals);
    this.identity = identity;
    await this.#send(packOffer(identity, seals));
  }

  /** Sends it, or shows it to the computer's camera where the two are not connected. */
  async #send(message: Uint8Array): Promise<void> {
    if (this.answering.connected) await this.answering.send(message);
    else this.shown = airMessage(this.challenge, message);
  }

  /** Takes what this phone's camera has read off the computer's screen. @returns false where it is of another code */
  takeFromAir(bytes: Uint8Array): boolean {
    const message = readAirMessage(this.challenge, bytes);
    if (message) this.#incoming = this.#incoming.then(() => this.#take(message));
    return message !== undefined;
  }

  seal(id: string): ShelfSeal | undefined {
    return this.#shelf.get(id);
  }

  async #take(bytes: Uint8Array): Promise<void> {
    try {
      const { message, body } = unpackMessage(bytes);
      if (message.kind === 'end') this.ended = true;
      if (message.kind === 'received') this.#note(message.id, 'received');
      if (message.kind === 'withdrawn') this.#withdraw(message.id);
      if (message.kind !== 'document' && message.kind !== 'digest') return;
      if (this.orders.some(({ id }) => id === message.id)) return;
      await this.#drawDates(message);
      const summary = summaryOf(message, (id) => this.#shelf.get(id) !== undefined);
      this.#parcels[message.id] = { message, body };
      this.shown = undefined; // the computer has read what was shown
      const shown: OrderShown = { ...summary, isHere: message.kind === 'document', state: 'asked' };
      this.orders = [shown, ...this.orders];
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** The computer does not want it any more: nothing is signed from here on. */
  #withdraw(id: string): void {
    delete this.#parcels[id];
    const { state } = this.#order(id) ?? {};
    if (state === 'asked' || state === 'working') this.#note(id, 'withdrawn');
    if (state === 'signed' || state === 'undelivered') this.#note(id, 'discarded');
  }

  #order(id: string): OrderShown | undefined {
    return this.orders.find((order) => order.id === id);
  }

  /** Whether anything may still be signed for the computer. @throws RemoteSealError */
  #checkWanted(id: string): void {
    if (office.now() > this.challenge.expiresAt) throw new RemoteSealError('over');
    if (!this.#parcels[id] || this.ended || this.answering.gone === 'left') {
      throw new RemoteSealError('withdrawn');
    }
  }

  /** What was signed and has not reached the computer will not reach it any more. */
  giveUpDelivery(): void {
    for (const { id, state } of this.orders) if (state === 'signed') this.#note(id, 'undelivered');
  }

  async #drawDates(message: Order['message']): Promise<void> {
    const placed = message.kind === 'document' ? message.stamps : message.seals;
    for (const { sealId } of placed) {
      const [, format, day] = DATE_SEAL.exec(sealId) ?? [];
      if (format && day) await this.#shelf.date(format as DateFormat, day);
    }
  }

  /** Asks for the PIN and seals. @throws OfficeError `cancelled` where the person closes the question */
  async confirm(id: string): Promise<void> {
    const { identity } = this;
    const parcel = this.#parcels[id];
    if (!identity || !parcel) return;
    await checkMaySeal(identity);
    const { message, body } = parcel;
    const unlocked = await office.unlock(identity.vaultId, {
      title: m.phone_scan_pin_title(),
      purpose: m.workbench_pin_purpose({ company: identity.companyName, name: message.name }),
      action: m.workbench_pin_action(),
      sealing: true,
    });
    this.#checkWanted(id);
    this.#note(id, 'working');
    try {
      const signer = signerOf(identity, unlocked);
      const answer =
        message.kind === 'document'
          ? await sealOrder(
              { message, body },
              sealingNow(signer, identity.companyName, this.#shelf.all, office.now()),
            )
          : await signOrder(message, signer);
      this.#checkWanted(id);
      delete this.#parcels[id];
      this.#note(id, 'signed');
      void this.#send(answer);
    } catch (error) {
      if (this.#parcels[id]) this.#note(id, 'asked');
      throw error;
    }
  }

  async refuse(id: string): Promise<void> {
    this.#note(id, 'refused');
    delete this.#parcels[id];
    await this.#send(packMessage({ kind: 'refused', id, code: 'person' }));
  }

  close(): void {
    if (!this.ended && this.answering.connected) void this.answering.send(packMessage({ kind: 'end' }));
    setTimeout(() => this.answering.close(), 500); // so that the computer hears of it
  }

  #note(id: string, state: OrderShown['state']): void {
    this.orders = this.orders.map((order) => (order.id === id ? { ...order, state } : order));
  }
}

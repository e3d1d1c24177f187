import type { PlatformIdentity } from '$lib/certificate';
import { bytesEqual } from '$lib/keys';
import { decodeBase64url } from '$lib/ledger';
import { airMessage, readAirMessage, type Challenge } from '$lib/qr';
import { readBidOrder, writeBidAnswer, type BidBody } from '$lib/tender';
import { m } from '$messages';
import { describeError, type ErrorText } from '../../error-text';
import { checkMaySeal } from '../../may-seal';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';
import { Answering } from './answering.svelte';

/** CA authentication for a computer (manual 6.4): what a bid says is shown, and the company's key signs just that. */
export class BidSession {
  readonly answering: Answering;
  /** what the computer wants signed, once it is here */
  order = $state.raw<BidBody | undefined>(undefined);
  state = $state<'waiting' | 'asked' | 'signed' | 'refused'>('waiting');
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** what the computer's camera is to read, where nothing else carries it */
  shown = $state.raw<Uint8Array | undefined>(undefined);
  #statement: Uint8Array | undefined;

  constructor(readonly challenge: Challenge) {
    this.answering = new Answering(challenge, (message) => this.#take(message));
  }

  /** The identity of this phone whose certificate the bid names; undefined where it is not here. */
  get identity(): PlatformIdentity | undefined {
    const certificate = this.order && decodeBase64url(this.order.certificate);
    return session.identities.find(
      (one): one is PlatformIdentity =>
        one.kind === 'platform' &&
        one.platform === this.challenge.platform &&
        certificate !== undefined &&
        bytesEqual(one.certificate, certificate),
    );
  }

  /** Takes what this phone's camera has read off the computer's screen. @returns false where it is of another code */
  takeFromAir(bytes: Uint8Array): boolean {
    const message = readAirMessage(this.challenge, bytes);
    if (message) this.#take(message);
    return message !== undefined;
  }

  #take(statement: Uint8Array): void {
    // The first that it brings is what it wants: another one under the same code is not looked at.
    if (this.#statement) return;
    try {
      const { state } = office;
      this.order = readBidOrder(this.challenge, statement, { state, now: office.now() });
      this.#statement = statement;
      this.state = 'asked';
      this.failure = undefined;
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** Asks for the PIN and signs. @throws OfficeError `cancelled` where the person closes the question */
  async confirm(): Promise<void> {
    const { identity, order } = this;
    const statement = this.#statement;
    if (!identity || !order || !statement) return;
    await checkMaySeal(identity);
    const unlocked = await office.unlock(identity.vaultId, {
      title: m.phone_scan_pin_title(),
      purpose: m.tenderbid_pin_purpose({ company: identity.companyName }),
      action: m.tenderbid_pin_action(),
      sealing: true,
    });
    await this.#send(writeBidAnswer(await unlocked.sign(identity.keyId, statement)));
    this.state = 'signed';
  }

  async refuse(): Promise<void> {
    this.state = 'refused';
    await this.#send(writeBidAnswer(undefined));
  }

  async #send(message: Uint8Array): Promise<void> {
    if (this.answering.connected) await this.answering.send(message);
    else this.shown = airMessage(this.challenge, message);
  }

  close(): void {
    setTimeout(() => this.answering.close(), 500); // so that the computer has it
  }
}

import { phoneSigner, prepareBid, prepareWithdrawal, sendPrepared } from '$lib/tender';
import type { Bidder, PreparedBid, Tender } from '$lib/tender';
import type { RecordId } from '$lib/ledger';
import { m } from '$messages';
import { describeError, type ErrorText } from '../../../error-text';
import { checkMaySeal } from '../../../may-seal';
import { office } from '../../../office.svelte';
import { ownIdentity } from './bidder';
import type { BidWork } from './bid-work.svelte';
import { PhoneAuth } from './phone-auth.svelte';

export type BidAction = 'bid' | 'change' | 'withdraw';

type Step =
  | { name: 'preparing'; done: number; all: number }
  /** the person chooses how to prove that it is the company */
  | { name: 'asking' }
  | { name: 'sending' }
  | { name: 'sent'; record: RecordId };

/** One bid, change or withdrawal on its way from this device: encrypted, authorised by the certificate, put in the outbox. */
export class Sending {
  step = $state.raw<Step>({ name: 'preparing', done: 0, all: 1 });
  failure = $state.raw<ErrorText | undefined>(undefined);
  readonly phone: PhoneAuth;
  readonly #abort = new AbortController();
  #desk: Awaited<ReturnType<typeof office.nobodysDesk>> | undefined;
  #prepared: PreparedBid | undefined;

  constructor(
    readonly action: BidAction,
    private readonly o: { tender: Tender; bidder: Bidder; work: BidWork },
  ) {
    this.phone = new PhoneAuth(o.tender.id);
  }

  /** the key is on this device */
  get here() {
    return ownIdentity(this.o.bidder);
  }

  async prepare(): Promise<void> {
    const { tender, bidder, work } = this.o;
    const { signal } = this.#abort;
    try {
      const desk = (this.#desk = await office.nobodysDesk());
      if (this.action === 'withdraw') this.#prepared = prepareWithdrawal(desk, tender, bidder);
      else {
        const onProgress = (done: number, all: number): void =>
          void (this.step = { name: 'preparing', done, all });
        const kept = work.kept!;
        this.#prepared = await prepareBid(desk, { tender, bidder, kept, signal, onProgress });
      }
      this.step = { name: 'asking' };
      await this.phone.refresh();
      void this.#byPhone();
    } catch (error) {
      if (!signal.aborted) this.failure = describeError(error);
    }
  }

  /** Waits for the phone, again and again until it has signed or this is called off. */
  async #byPhone(): Promise<void> {
    const { signal } = this.#abort;
    const { certificate } = this.o.bidder;
    while (!signal.aborted && this.step.name === 'asking') {
      try {
        await this.#send(
          phoneSigner(certificate, (statement) => this.phone.ask(statement, signal)),
          'phone',
        );
      } catch (error) {
        const isOvertaken = error instanceof DOMException && error.name === 'AbortError';
        if (signal.aborted || isOvertaken) return;
        this.failure = describeError(error);
        this.step = { name: 'asking' };
        await this.phone.refresh();
      }
    }
  }

  /** Signs with the key of this device, which asks for the PIN. */
  async byPin(): Promise<void> {
    const identity = this.here;
    if (!identity) return;
    this.failure = undefined;
    try {
      await checkMaySeal(identity);
      const unlocked = await office.unlock(identity.vaultId, {
        title: m.phone_scan_pin_title(),
        purpose: m.tenderbid_pin_purpose({ company: identity.companyName }),
        action: m.tenderbid_pin_action(),
        sealing: true,
      });
      await this.#send({ sign: (data) => unlocked.sign(identity.keyId, data) }, 'here');
    } catch (error) {
      const text = describeError(error);
      if (text.code !== 'cancelled') this.failure = text;
      if (this.step.name === 'sending') this.step = { name: 'asking' };
    }
  }

  async #send(signer: { sign(data: Uint8Array): Promise<Uint8Array> }, by: 'here' | 'phone'): Promise<void> {
    const { tender, work } = this.o;
    const [desk, prepared] = [this.#desk!, this.#prepared!];
    const sign = async (data: Uint8Array): Promise<Uint8Array> => {
      const signature = await signer.sign(data);
      // Whichever of phone and PIN answers first sends it; the other one finds it sent.
      if (this.step.name !== 'asking') throw new DOMException('sent already', 'AbortError');
      this.step = { name: 'sending' };
      this.failure = undefined;
      return signature;
    };
    const keep = (sent: Parameters<BidWork['keepSent']>[0]): Promise<void> => work.keepSent(sent);
    const record = await sendPrepared(desk, { tender, prepared, signer: { sign }, by, keep });
    this.step = { name: 'sent', record };
    await work.follow();
  }

  /** Calls it off, unless it has been sent. */
  close(): void {
    this.#abort.abort(new DOMException('called off', 'AbortError'));
    this.phone.close();
  }
}

import type { RecordId } from '$lib/ledger';
import { airMessage, readAirMessage } from '$lib/qr';
import { challengeToBid } from '$lib/tender';
import { describeError, type ErrorText } from '../../../error-text';
import { office } from '../../../office.svelte';
import { ShownCode } from '../../../scan/shown-code.svelte';

/**
 * CA 认证 by the phone (manual 6.4): a code is shown; what is to be signed goes to the phone only once the person has
 * compared the numbers on both screens, for it says the price.
 */
export class PhoneAuth {
  readonly code: ShownCode;
  /** the phone that shows the same number has got what it is to sign */
  handedOver = $state(false);
  /** what the phone's camera is to read, where nothing else carries it */
  shown = $state.raw<Uint8Array | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  #statement: Uint8Array | undefined;
  #resolve: (answer: Uint8Array) => void = () => undefined;

  constructor(tender: RecordId) {
    this.code = new ShownCode(
      async () => {
        const { author, writer, now } = await office.deviceDesk();
        return challengeToBid({ platform: writer.platform, tender, author, now });
      },
      (message) => this.#resolve(message),
      () => (this.handedOver = false),
    );
  }

  /** Waits for the phone's answer. @throws the signal's reason */
  ask(statement: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    this.#statement = statement;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  /** The person says that both screens show the same number. */
  async handOver(): Promise<void> {
    const { conversation } = this.code;
    if (!conversation || !this.#statement) return;
    try {
      await conversation.send(this.#statement);
      this.handedOver = true;
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** Shows to the phone's camera what it is to sign. */
  showInAir(): void {
    const { challenge } = this.code;
    if (challenge && this.#statement) this.shown = airMessage(challenge, this.#statement);
  }

  /** Takes what this computer's camera has read off the phone. @returns false where it answers another code */
  takeFromAir(bytes: Uint8Array): boolean {
    const { challenge } = this.code;
    const message = challenge && readAirMessage(challenge, bytes);
    if (message) this.#resolve(message);
    return message !== undefined;
  }

  /** A new code; what was shown to the air is of the old one. */
  async refresh(): Promise<void> {
    this.shown = undefined;
    this.handedOver = false;
    await this.code.refresh();
  }

  close(): void {
    this.code.close();
  }
}

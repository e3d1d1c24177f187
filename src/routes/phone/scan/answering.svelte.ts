import { utf8 } from '$lib/keys';
import { Conversation, type Challenge } from '$lib/qr';
import { office } from '../../office.svelte';

/** What the phone has to say to the device whose code it has read. */
export class Answering {
  /** the other device has heard of this one */
  connected = $state(false);
  /** the other device has the answer */
  delivered = $state(false);
  /** both screens show it */
  number = $state<string | undefined>(undefined);
  /** the other device has closed its code, or gives no sign of life any more */
  gone = $state<'left' | 'silent' | undefined>(undefined);
  readonly #conversation: Promise<Conversation>;

  /** @param onMessage what the other device says */
  constructor(challenge: Challenge, onMessage: (message: Uint8Array) => void = () => undefined) {
    this.#conversation = Conversation.answer(challenge, office.relay, {
      onMessage,
      onConnected: () => (this.connected = true),
      onSilence: (silent) => (this.gone = silent ? 'silent' : undefined),
      onLeft: () => {
        this.gone = 'left';
        this.connected = false;
      },
    });
    addEventListener('pagehide', this.#leave);
    void this.#conversation.then(({ number }) => (this.number = number));
  }

  /** Sends an answer; it is `delivered` once the other device has it, which may never be. */
  async sendText(text: string): Promise<void> {
    await this.send(utf8(text));
    this.delivered = true;
  }

  async send(message: Uint8Array): Promise<void> {
    await (await this.#conversation).send(message);
  }

  /** Ends it; the other device is told. */
  close(): void {
    removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  readonly #leave = (): void => void this.#conversation.then((conversation) => conversation.leave());
}

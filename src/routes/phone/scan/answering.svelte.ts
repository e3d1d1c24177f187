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
  readonly #conversation: Promise<Conversation>;

  /** @param onMessage what the other device says */
  constructor(challenge: Challenge, onMessage: (message: Uint8Array) => void = () => undefined) {
    this.#conversation = Conversation.answer(challenge, office.relay, {
      onMessage,
      onConnected: () => (this.connected = true),
    });
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

  close(): void {
    void this.#conversation.then((conversation) => conversation.close());
  }
}

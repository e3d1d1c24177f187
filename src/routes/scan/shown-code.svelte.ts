import { challengeLink, Conversation, type Challenge, type ShownChallenge } from '$lib/qr';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';

/**
 * A code that this device shows, and the conversation with whoever answers it: over the same browser or the platform's
 * relay, whichever brings it. What comes by another way (typed, read by a camera) is the owner's to take.
 */
export class ShownCode {
  challenge = $state.raw<Challenge | undefined>(undefined);
  /** when it ends, by this device's clock */
  endsAt = $state(0);
  /** of the device that has taken the code, to be compared; undefined before */
  number = $state<string | undefined>(undefined);
  /** the device that had taken the code has said that it goes, or gives no sign of life any more */
  gone = $state<'left' | 'silent' | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  conversation: Conversation | undefined;
  #stop: () => void = () => undefined;
  #making = 0;

  constructor(
    private readonly make: () => Promise<ShownChallenge>,
    private readonly onMessage: (message: Uint8Array) => void,
    /** somebody has taken the code, perhaps in the place of somebody else */
    private readonly onTaken: () => void = () => undefined,
    /** that one has gone; the code can be taken anew */
    private readonly onLeft: () => void = () => undefined,
  ) {}

  /** Shows a new code; the one before is worth nothing here any more. */
  async refresh(): Promise<void> {
    const making = ++this.#making;
    this.failure = undefined;
    try {
      const shown = await this.make();
      if (making !== this.#making) return;
      this.#end();
      this.challenge = shown.challenge;
      this.endsAt = Date.now() + shown.challenge.expiresAt - office.now();
      this.#stop = Conversation.await(shown, office.relay, (conversation) => {
        this.conversation = conversation;
        this.number = conversation.number;
        this.gone = undefined;
        this.onTaken();
        return {
          onMessage: this.onMessage,
          onSilence: (silent) => (this.gone = silent ? 'silent' : undefined),
          onLeft: () => this.#left(conversation),
        };
      });
      addEventListener('pagehide', this.#leave);
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** what the code says: a link to this app */
  get link(): string {
    return this.challenge ? challengeLink(this.challenge, location.origin) : '';
  }

  close(): void {
    this.#making++;
    this.#end();
  }

  #left(conversation: Conversation): void {
    if (this.conversation !== conversation) return;
    this.conversation = undefined;
    this.number = undefined;
    this.gone = 'left';
    this.onLeft();
  }

  /** The page is closed or loaded anew: the other device hears of it. */
  readonly #leave = (): void => this.conversation?.leave();

  #end(): void {
    this.#stop();
    removeEventListener('pagehide', this.#leave);
    this.conversation?.leave();
    this.conversation = undefined;
    this.gone = undefined;
    this.number = undefined;
    this.challenge = undefined;
  }
}

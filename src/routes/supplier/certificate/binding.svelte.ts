import { bind, challengeToBind, type Challenge } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';
import { refusalText } from '../refusal';

/**
 * Binding a certificate to the account (manual 3.10): a challenge is shown, an answer comes. How they travel, typed,
 * scanned or over the platform, is not asked here: whoever carries them reads `challenge` and calls `answer`.
 */
export class Binding {
  challenge = $state.raw<Challenge | undefined>(undefined);
  /** when the challenge ends, by this device's clock */
  endsAt = $state(0);
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);
  readonly #supplier: RecordId;
  #making = 0;

  constructor(supplier: RecordId) {
    this.#supplier = supplier;
  }

  /** Shows a new challenge; the one before is worth nothing here any more. */
  async refresh(): Promise<void> {
    const making = ++this.#making;
    this.failure = undefined;
    try {
      const { author, writer, now } = await office.deviceDesk();
      const { platform } = writer;
      const challenge = await challengeToBind({ platform, supplier: this.#supplier, author, now });
      if (making !== this.#making) return;
      this.challenge = challenge;
      this.endsAt = Date.now() + challenge.expiresAt - office.now();
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** Takes an answer, however it came. That the certificate is bound shows in the state, here and everywhere. */
  async answer(text: string): Promise<void> {
    const { challenge } = this;
    if (!challenge || this.busy) return;
    this.busy = true;
    this.failure = undefined;
    try {
      const { record } = await bind(await office.deviceDesk(), challenge, text);
      const refusal = refusalText(await office.settled(record));
      if (refusal !== undefined) this.failure = { text: refusal, code: 'refused' };
    } catch (error) {
      this.failure = describeError(error);
    } finally {
      this.busy = false;
    }
  }
}

import { bind, challengeToBind } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';
import { ShownCode } from '../../scan/shown-code.svelte';
import { refusalText } from '../refusal';

/**
 * Binding a certificate to the account (manual 3.10): a code is shown, an answer comes. How it comes, over the platform,
 * by a camera or typed, is the same to `answer`.
 */
export class Binding {
  readonly code: ShownCode;
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);

  constructor(supplier: RecordId) {
    this.code = new ShownCode(
      async () => {
        const { author, writer, now } = await office.deviceDesk();
        return challengeToBind({ platform: writer.platform, supplier, author, now });
      },
      (message) => void this.answer(new TextDecoder().decode(message)),
    );
  }

  /** Takes an answer, however it came. That the certificate is bound shows in the state, here and everywhere. */
  async answer(text: string): Promise<void> {
    const { challenge } = this.code;
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

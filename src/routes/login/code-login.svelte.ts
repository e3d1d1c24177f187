import { challengeToLogIn, logInByAnswer } from '$lib/certificate';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';
import { ShownCode } from '../scan/shown-code.svelte';
import { deviceLabel } from '../supplier/device-label';
import { refusalText } from '../supplier/refusal';

/** 扫码登录 (manual 5): the phone's certificate logs this computer in, for as long as the phone says. */
export class CodeLogin {
  readonly code: ShownCode;
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);

  /** @param onDone the person is signed in now */
  constructor(private readonly onDone: () => void) {
    this.code = new ShownCode(
      async () => {
        const { author, writer, now } = await office.deviceDesk();
        return challengeToLogIn({ platform: writer.platform, author, now });
      },
      (message) => void this.answer(new TextDecoder().decode(message)),
    );
  }

  /** Takes an answer, however it came. */
  async answer(text: string): Promise<void> {
    const { challenge } = this.code;
    if (!challenge || this.busy) return;
    this.busy = true;
    this.failure = undefined;
    try {
      const { record, supplier } = await logInByAnswer(
        await office.deviceDesk(),
        challenge,
        text,
        deviceLabel(),
      );
      const refusal = refusalText(await office.settled(record));
      if (refusal === undefined) {
        office.signIn(supplier);
        this.onDone();
      } else this.failure = { text: refusal, code: 'refused' };
    } catch (error) {
      this.failure = describeError(error);
    } finally {
      this.busy = false;
    }
  }
}

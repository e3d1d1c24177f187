import type { UnlockedVault } from '$lib/keys';
import { session } from './session.svelte';

/** What a PIN opens: what is lost with a forgotten one differs. */
export type PinKind = 'certificate' | 'staff' | 'issuing' | 'root';

/** What a PIN is asked for. */
export interface PinQuestion {
  vaultId: string;
  title?: string;
  /** what it is asked for, in one sentence */
  purpose: string;
  /** the verb on the button */
  action: string;
  /** the act of sealing: the button is red */
  sealing?: boolean;
  /** default: a certificate */
  kind?: PinKind;
}

interface Asked extends PinQuestion {
  answer(vault: UnlockedVault | undefined): void;
}

/** Asks for PINs, one after the other, wherever in the app they are needed. `PinPrompt.svelte` shows it. */
class PinPrompt {
  asked = $state.raw<Asked | undefined>(undefined);
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * The vault, unlocked: as it is where it still is, else by its PIN or passkey.
   *
   * @throws OfficeError `cancelled`
   */
  unlock(question: PinQuestion): Promise<UnlockedVault> {
    const asked = this.#queue.then(() => this.#ask(question));
    this.#queue = asked.catch(() => undefined);
    return asked;
  }

  async #ask(question: PinQuestion): Promise<UnlockedVault> {
    const open = session.unlockedFor(question);
    if (open) {
      session.used();
      return open;
    }
    const answer = await new Promise<UnlockedVault | undefined>((resolve) => {
      this.asked = { ...question, answer: resolve };
    });
    this.asked = undefined;
    if (answer) return answer;
    const { OfficeError } = await import('$lib/office');
    throw new OfficeError('cancelled');
  }
}

export const pinPrompt = new PinPrompt();

import type { Messaging } from '$lib/platform';

interface ShortMessage {
  id: number;
  to: string;
  text: string;
}

/**
 * Stands for the platform's SMS service: messages are shown on top of the page, marked as what they are. A platform
 * on a network of its own brings a service of its own.
 */
class ShortMessages implements Messaging {
  shown = $state.raw<readonly ShortMessage[]>([]);
  #count = 0;

  async send(to: string, text: string): Promise<void> {
    this.shown = [...this.shown, { id: this.#count++, to, text }].slice(-3);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((message) => message.id !== id);
  }
}

export const shortMessages = new ShortMessages();

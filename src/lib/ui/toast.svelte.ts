export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly state: 'valid' | 'invalid' | 'pending';
  readonly action?: { label: string; run(): void };
}

const SHOWN_MS = 6000;
const MOST_AT_ONCE = 3;

class ToastQueue {
  list = $state.raw<readonly ToastMessage[]>([]);
  #next = 1;

  show(message: Omit<ToastMessage, 'id'>): void {
    const id = this.#next++;
    this.list = [...this.list, { ...message, id }].slice(-MOST_AT_ONCE);
    // What asks for something, or tells of a failure, stays until it has been answered.
    if (message.state === 'valid' && !message.action) setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  /** What went wrong on a page is no concern of the next one. */
  leavePage(): void {
    this.list = this.list.filter(({ state, action }) => state === 'valid' || action !== undefined);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((message) => message.id !== id);
  }
}

export const toasts = new ToastQueue();

/** Shows a short notice below; `valid` ones leave by themselves, others wait to be closed. */
export function toast(message: Omit<ToastMessage, 'id'>): void {
  toasts.show(message);
}

import { office } from '../office.svelte';

/** How many things wait for the phone's owner. What counts them is loaded when it is wanted. */
class TodoCount {
  #read = $state.raw<(() => number) | undefined>(undefined);

  /** To be read in `$derived` or a template. */
  get count(): number {
    const isKnown = office.phase === 'ready' && office.platform && office.mobile && office.device;
    return isKnown ? (this.#read?.() ?? 0) : 0;
  }

  async load(): Promise<void> {
    if (this.#read) return;
    const { ownTodos } = await import('../phone/own-todos');
    this.#read = () => ownTodos().length;
  }
}

export const todoCount = new TodoCount();

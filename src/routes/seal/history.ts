/** Enough for a long session; older steps are forgotten. */
const MOST_STEPS = 200;

/** States that can be gone back to. Steps that belong together (one drag, typing in one field) count as one. */
export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #present: T;
  #openKey: string | undefined;

  constructor(initial: T) {
    this.#present = initial;
  }

  get present(): T {
    return this.#present;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** @param key successive steps of the same key are undone together; none: a step of its own */
  push(next: T, key?: string): void {
    if (next === this.#present) return;
    const continues = key !== undefined && key === this.#openKey;
    if (!continues) this.#past = [...this.#past, this.#present].slice(-MOST_STEPS);
    this.#openKey = key;
    this.#present = next;
    this.#future = [];
  }

  /** What comes next starts a step of its own, whatever its key. */
  settle(): void {
    this.#openKey = undefined;
  }

  /** Takes back the step that is under way; nothing where none is. */
  abandon(): void {
    const before = this.#past.at(-1);
    if (this.#openKey === undefined || before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#present = before;
    this.#openKey = undefined;
  }

  /**
   * Changes every state, also those that were undone. A step that then leads nowhere is dropped.
   *
   * @param isSame whether two states look the same
   */
  map(change: (state: T) => T, isSame: (a: T, b: T) => boolean): void {
    const present = change(this.#present);
    const unlike = (states: readonly T[]): T[] =>
      states
        .map(change)
        .filter((state, i, all) => !isSame(state, i + 1 < all.length ? all[i + 1]! : present));
    this.#past = unlike(this.#past);
    this.#future = unlike(this.#future);
    this.#present = present;
    this.#openKey = undefined;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#present];
    this.#present = before;
    this.#openKey = undefined;
  }

  redo(): void {
    const after = this.#future.at(-1);
    if (after === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#present];
    this.#present = after;
    this.#openKey = undefined;
  }
}

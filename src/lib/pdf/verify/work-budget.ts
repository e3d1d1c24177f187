import { TooComplex } from './too-complex';

/** How much of one kind of work a document is worth, whichever of its revisions asks for it. */
export class Budget {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** @throws TooComplex once it is spent */
  spend(amount = 1): void {
    this.#left -= amount;
    if (this.#left < 0) throw new TooComplex();
  }
}

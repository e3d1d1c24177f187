/** Every byte of a file may be parsed some times: objects are read again when they have left memory. */
const TIMES = 8;
const FREE_BYTES = 64 << 20;

/** What is parsed of an object once a file has proved to be a trap. */
const SCANT = 128;

/**
 * How much parsing a file is worth. Strings and arrays without an end are parsed to the end of the file, each of
 * them: thousands of them would take hours. Once the file's worth is spent, only the start of an object is looked at.
 */
export class ParsingEffort {
  #left: number;

  constructor(size: number) {
    this.#left = TIMES * size + FREE_BYTES;
  }

  spend(bytes: number): void {
    this.#left -= bytes;
  }

  /** How many bytes of the next object may be parsed. */
  limit(usual: number): number {
    return this.#left > 0 ? usual : Math.min(usual, SCANT);
  }
}

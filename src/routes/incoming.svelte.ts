/**
 * A PDF that came from outside the page: opened by the system's file handler, shared to the app, or
 * chosen on another page. The workbench takes it when it opens.
 */
class Incoming {
  file = $state.raw<File | undefined>(undefined);

  /** Hands the file over once; a second call gives nothing. */
  take(): File | undefined {
    const { file } = this;
    this.file = undefined;
    return file;
  }

  /** the seal that was made while the document waited */
  #madeSealId: string | undefined;

  /** A seal was made for the document that waits. */
  made(sealId: string): void {
    this.#madeSealId = sealId;
  }

  /** Hands it over once. */
  takeMade(): string | undefined {
    const id = this.#madeSealId;
    this.#madeSealId = undefined;
    return id;
  }
}

export const incoming = new Incoming();

/** The code that a link brought here: the phone's own camera opens the app with it. It is in no address afterwards. */
class ScannedLink {
  #text: string | undefined;

  put(text: string): void {
    this.#text = text;
  }

  take(): string | undefined {
    const text = this.#text;
    this.#text = undefined;
    return text;
  }
}

export const scannedLink = new ScannedLink();

/** So long may a page not answer. */
const BUSY_MS = 10;

/** Gives the page a turn now and then. */
export class Pauses {
  #since = performance.now();

  /** Waits for the event loop once where it was not its turn for long. */
  async take(): Promise<void> {
    if (performance.now() - this.#since < BUSY_MS) return;
    await turn();
    this.#since = performance.now();
  }
}

/** By a message: timers that follow each other are slowed down to 4 ms, or to a second in a hidden tab. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

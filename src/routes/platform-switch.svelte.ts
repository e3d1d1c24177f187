const KEY = 'suiyin-platform-offline';

function isOff(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

/**
 * The embedded platform lies in this browser and is always there. Switched off, it is as out of reach as one in another
 * town without a network: so it can be tried what the app does then. For all tabs of this browser.
 */
class PlatformSwitch {
  #off = $state(isOff());
  readonly #listeners = new Set<() => void>();

  /** As it is stored at this moment, for what other scripts of this browser have just switched counts too. */
  get reachable(): boolean {
    return !isOff();
  }

  /** For showing it. */
  get off(): boolean {
    return this.#off;
  }

  set off(value: boolean) {
    try {
      if (value) localStorage.setItem(KEY, '1');
      else localStorage.removeItem(KEY);
    } catch {
      return; // storage may be refused: then it stays on
    }
    this.#off = value;
    this.#tell();
  }

  /** Told when it was switched, here or in another tab. @returns ends it */
  observe(listener: () => void): () => void {
    if (this.#listeners.size === 0) {
      addEventListener('storage', this.#stored);
      this.#off = isOff(); // it may have been switched while nobody listened
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) removeEventListener('storage', this.#stored);
    };
  }

  readonly #stored = ({ key }: StorageEvent): void => {
    if (key !== KEY && key !== null) return;
    this.#off = isOff();
    this.#tell();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const platformSwitch = new PlatformSwitch();

interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const POSTPONED_KEY = 'suiyin-install-postponed';

function wasPostponed(): boolean {
  try {
    return localStorage.getItem(POSTPONED_KEY) === '1';
  } catch {
    return false;
  }
}

/** Installing the app: offered by the browser's own prompt where there is one, else told in words. */
class Installation {
  installed = $state(
    matchMedia('(display-mode: standalone)').matches ||
      (navigator as { standalone?: boolean }).standalone === true,
  );
  /** Safari has no prompt and deletes what a site keeps after seven days without a visit */
  readonly byHandOnApple =
    /iPad|iPhone|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1) ||
    (/^((?!chrome|android).)*safari/i.test(navigator.userAgent) && 'standalone' in navigator);
  /** the person put the offer off; 我的 still has it */
  postponed = $state(wasPostponed());
  #event = $state.raw<InstallEvent | undefined>(undefined);

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#event = event as InstallEvent;
    });
    addEventListener('appinstalled', () => {
      this.installed = true;
      this.#event = undefined;
    });
  }

  get offered(): boolean {
    return this.#event !== undefined && !this.installed;
  }

  postpone(): void {
    this.postponed = true;
    try {
      localStorage.setItem(POSTPONED_KEY, '1');
    } catch {
      // Storage may be refused; the offer then comes back with the next visit.
    }
  }

  async prompt(): Promise<void> {
    const event = this.#event;
    this.#event = undefined;
    await event?.prompt();
  }
}

export const installation = new Installation();

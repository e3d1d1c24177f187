interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
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

  async prompt(): Promise<void> {
    const event = this.#event;
    this.#event = undefined;
    await event?.prompt();
  }
}

export const installation = new Installation();

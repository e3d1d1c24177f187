export type Theme = 'system' | 'light' | 'dark';

/** Read by static/theme.js before the first paint. */
const KEY = 'suiyin-theme';

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

/** Light, dark or as the system has it. */
class ThemeChoice {
  #value = $state<Theme>(stored());

  get value(): Theme {
    return this.#value;
  }

  set value(theme: Theme) {
    this.#value = theme;
    try {
      if (theme === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // Storage may be refused; the theme then lasts as long as the page.
    }
    this.apply();
  }

  /** Puts the theme on the page, and its paper's colour on the browser's own frame. */
  apply(): void {
    const root = document.documentElement;
    if (this.#value === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.#value;
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const scheme =
        this.#value === 'system' ? (meta.media.includes('dark') ? 'dark' : 'light') : this.#value;
      meta.content = scheme === 'dark' ? '#16181b' : '#fbfaf7';
    }
  }
}

export const theme = new ThemeChoice();

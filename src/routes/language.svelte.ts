import { getLocale, setLocale } from '$locale';

type Locale = ReturnType<typeof getLocale>;

/**
 * The language of the interface. Components read their texts once as they are drawn, so the frame draws itself and
 * the page anew when it changes; the document is not loaded again, and what lies in memory stays: files that are being
 * verified, a document that is open.
 */
class Language {
  #current = $state(getLocale());

  get current(): Locale {
    return this.#current;
  }

  set current(locale: Locale) {
    void setLocale(locale, { reload: false });
    this.#current = getLocale();
    document.documentElement.lang = this.#current;
  }
}

export const language = new Language();
